/**
 * `npm run restore -- <file>`: replaces the embedded store by a backup, in a new epoch, and keeps the old store. No
 * process may have it open.
 *
 * `npm run restore -- --epoch`: begins a new epoch in the store as it is. On PostgreSQL: after a restore by its own
 * means, or when the store has gone back. Embedded: when it has gone back or its log is damaged; what can be read is
 * kept.
 */
import { randomUUID } from 'node:crypto'
import { verifyFile } from '../audit/file.ts'
import { readConfig } from '../config.ts'
import { restore, restoreInPlace } from '../store/backup.ts'
import { beginEpoch } from '../store/begin-epoch.ts'
import { openPostgres } from '../store/engine/postgres.ts'

process.umask(0o077)

async function main(): Promise<void> {
  const [word] = process.argv.slice(2)
  const config = readConfig()
  const epoch = { id: randomUUID(), at: Date.now() }
  if (word === '--epoch' && config.databaseUrl) {
    const store = await openPostgres(config.databaseUrl)
    await store.transact((tx) => beginEpoch(tx, epoch.id, epoch.at)).finally(() => store.close())
  } else if (word === '--epoch') {
    console.log(`The files as they were are in ${await restoreInPlace(config.data, epoch)}`)
  } else {
    if (!word || word.startsWith('--') || config.databaseUrl)
      throw new Error('Usage: npm run restore -- <file>, or npm run restore -- --epoch')
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
