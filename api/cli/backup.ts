/**
 * `npm run backup -- <file>`: copies the embedded store while the service runs. The copy is kept only if it verifies.
 */
import { verifyFile } from '../audit/file.ts'
import { readConfig } from '../config.ts'
import { backUp } from '../store/backup.ts'

/** Files of this process are only for its user. */
process.umask(0o077)

async function main(): Promise<void> {
  const [file] = process.argv.slice(2)
  if (!file) throw new Error('Usage: npm run backup -- <file>')
  const config = readConfig()
  if (config.databaseUrl)
    throw new Error('DATABASE_URL is set: PostgreSQL is backed up by its own means, see api/store/README.md')
  await backUp(config.data, file, verifyFile(config.keys))
  console.log(`${file}: intact, and its audit trail holds`)
}

main().catch((error: Error) => {
  console.error(error.message)
  process.exit(1)
})
