/**
 * Changes `subject.key` and `token.key` without losing anybody (I13). `npm run rekey -- --plan`: adds new keys; the api
 * uses old and new ones from its next start on. `--status`: how many people are known by the new key, and by each
 * identifier, even while the service runs. `--finish`, while no api runs: drops the old keys, once nobody needs them.
 */
import { readConfig } from '../config.ts'
import { openForKeys } from '../deps.ts'
import { loadKeys } from '../keys/key-files.ts'
import { addSecrets, dropOldSecrets, stageOf } from '../keys/rekey.ts'
import { finishKeys, knownBy } from '../services/identity/known-by.ts'
import { readPostgres } from '../store/engine/postgres.ts'
import { readSqlite, sqliteFile } from '../store/engine/sqlite.ts'

/** Files of this process are only for its user. */
process.umask(0o077)

const USAGE = 'Usage: npm run rekey -- --plan | --status | --finish'

async function plan(): Promise<void> {
  const { keys } = readConfig()
  await loadKeys(keys)
  const stage = await stageOf(keys)
  if (stage === 'both') throw new Error(`${keys}: a change of keys is under way: see --status`)
  if (stage === 'finished')
    throw new Error(`${keys}: the last change of keys is not over: run --finish again`)
  const changed = await addSecrets(keys)
  console.log(`${keys}: ${changed.join(' and ')} have a new key. Keep a copy of the folder.
1. Start each api again: it uses the old and the new keys.
2. Have every holder register its linkages again (POST /linkages). People who sign in at the portal move too.
3. npm run rekey -- --status, until everybody is known.
4. Stop every api, npm run rekey -- --finish, start them again.`)
}

async function status(): Promise<void> {
  const config = readConfig()
  const keys = await loadKeys(config.keys)
  const read = (db: Parameters<typeof knownBy>[0]) => knownBy(db, keys)
  const { people, newest, schemes } = config.databaseUrl
    ? await readPostgres(config.databaseUrl, read)
    : await readSqlite(sqliteFile(config.data), read)
  const stage = await stageOf(config.keys)
  console.log(`${people} people`)
  console.log(
    stage === 'none'
      ? 'no change of keys is under way'
      : `${newest} known by the new key, ${people - newest} to come`,
  )
  if (stage === 'planned') console.log('token.key has no new key yet: run --plan again')
  if (stage === 'finished') console.log('token.key still has its old key: run --finish again')
  for (const [scheme, known] of Object.entries(schemes)) console.log(`${known} with an alias by ${scheme}`)
}

async function finish(): Promise<void> {
  const config = readConfig()
  const keys = await loadKeys(config.keys)
  const stage = await stageOf(config.keys)
  if (stage === 'none') throw new Error('no change of keys is under way')
  if (stage === 'planned') throw new Error('token.key has no new key yet: run --plan again')
  const { store, close } = await openForKeys(config)
  try {
    const { maxMs, allowMs, tickMs } = config.pool
    const missing = await finishKeys(store, keys, { now: Date.now(), longestMs: maxMs + allowMs + tickMs })
    if (missing.length > 0) throw new Error(`Nothing was changed: ${missing.join('; ')}`)
  } finally {
    await close()
  }
  const changed = await dropOldSecrets(config.keys)
  console.log(
    `${config.keys}: the old keys of ${changed.join(' and ')} are gone. Addresses of kiosks have changed: npm run kiosk.`,
  )
}

async function main(): Promise<void> {
  const [word, ...more] = process.argv.slice(2)
  const run = { '--plan': plan, '--status': status, '--finish': finish }[word ?? '']
  if (!run || more.length > 0) throw new Error(USAGE)
  await run()
}

main().catch((error: Error) => {
  console.error(error.message)
  process.exit(1)
})
