/** `npm run keys [-- --demo] [folder]`: makes the keys that are missing, and touches none that exist. */
import { keysFolder } from './config.ts'
import { makeKeys } from './key-files.ts'

const words = process.argv.slice(2)
const folder = words.find((word) => !word.startsWith('--')) ?? keysFolder()
const made = await makeKeys(folder, { demo: words.includes('--demo') })
console.log(made.length > 0 ? `${folder}: made ${made.join(', ')}` : `${folder}: every key exists already`)
