/**
 * `npm run audit`: verifies the audit trail of the configured store, even while it is in use. At a fault it names the
 * first one and exits with 1. `npm run audit -- <anchor> …` also verifies that the store holds what these anchors,
 * kept from the log, vouch for.
 */
import { checkAnchored, readAnchor } from '../audit/anchors.ts'
import { AuditBreak } from '../audit/chain.ts'
import { type AuditSummary, checkAudit } from '../audit/check.ts'
import { readConfig } from '../config.ts'
import { publicKeys } from '../keys/key-files.ts'
import { readPostgres } from '../store/engine/postgres.ts'
import { readSqlite, sqliteFile } from '../store/engine/sqlite.ts'
import type { Reader } from '../store/store.ts'

async function main(): Promise<void> {
  const config = readConfig()
  const keys = await publicKeys(config.keys)
  const verify = async (db: Reader) => {
    for (const jws of process.argv.slice(2)) await checkAnchored(db, await readAnchor(jws, keys))
    return checkAudit(db, keys)
  }
  const summary = config.databaseUrl
    ? await readPostgres(config.databaseUrl, verify)
    : await readSqlite(sqliteFile(config.data), verify)
  console.log(said(summary))
}

const said = ({ chains, anchors, entries, tokens }: AuditSummary): string =>
  [
    `The audit trail holds: ${chains} chain(s), ${anchors} anchor(s), ${tokens} token(s) accounted for.`,
    ...[...entries].map(([kind, count]) => `  ${String(count).padStart(8)} ${kind}`),
  ].join('\n')

main().catch((error: Error) => {
  console.error(error instanceof AuditBreak ? `The audit trail is BROKEN: ${error.message}` : error.message)
  process.exit(1)
})
