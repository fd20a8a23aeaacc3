/**
 * `npm run restore -- <file>`: puts a backup in the place of the embedded store, in a new epoch, and keeps the store that
 * was there. No process may have it open.
 * `npm run restore -- --epoch`: begins a new epoch in a PostgreSQL store that was restored by PostgreSQL's own means.
 */
import { randomUUID } from 'node:crypto'
import { verifyFile } from './audit/file.ts'
import { readConfig } from './config.ts'
import { restore } from './store/backup.ts'
import { beginEpoch } from './store/epochs.ts'
import { openPostgres } from './store/postgres.ts'

async function main(): Promise<void> {
  const [word] = process.argv.slice(2)
  const config = readConfig()
  const epoch = { id: randomUUID(), at: Date.now() }
  if (word === '--epoch' && config.databaseUrl) {
    const store = await openPostgres(config.databaseUrl)
    await store.transact((tx) => beginEpoch(tx, epoch.id, epoch.at)).finally(() => store.close())
  } else {
    if (!word || word.startsWith('--') || config.databaseUrl)
      throw new Error('Usage: npm run restore -- <file>, or with DATABASE_URL: npm run restore -- --epoch')
    const kept = await restore(config.data, word, epoch, verifyFile(config.keys))
    if (kept) console.log(`The store that was there is ${kept} now`)
  }
  console.log(
    `Epoch ${epoch.id} has begun. Holders notice it by themselves; what else is to be done: api/store/README.md`,
  )
}

main().catch((error: Error) => {
  console.error(error.message)
  process.exit(1)
})
