/**
 * `npm run keys [-- --demo] [folder]`: makes the missing keys, and leaves existing ones unchanged. `npm run keys --
 * --rotate [folder]`: makes a new signing key and keeps the old ones for verification.
 */
import { keysFolder } from '../config.ts'
import { makeKeys, rotateSigning } from '../keys/key-files.ts'

process.umask(0o077)
const words = process.argv.slice(2)
const folder = words.find((word) => !word.startsWith('--')) ?? keysFolder()
if (words.includes('--rotate')) {
  const kid = await rotateSigning(folder)
  console.log(`${folder}: the new signing key is ${kid}. It signs from the next start of the api on.`)
} else {
  const made = await makeKeys(folder, { demo: words.includes('--demo') })
  console.log(made.length > 0 ? `${folder}: made ${made.join(', ')}` : `${folder}: every key exists already`)
}
