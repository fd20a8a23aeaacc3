/**
 * `npm run desk -- --list`: the desks, their staff, and the forms that wait too long, even while the service runs. It names
 * no person but staff. `--invite <desk> <staff>` prints a link that registers one key, once, within a day.
 * `--block <desk> <staff>` ends a key for ever, and what it has entered and nobody confirmed.
 */
import { readConfig } from '../config.ts'
import { DeskId, StaffName } from '../contract/desk/staff.ts'
import { openDeskInvitations } from '../deps.ts'
import { dayInJapan } from '../domain/calendar.ts'
import { LATE_MS } from '../domain/desk/form.ts'
import { blockThrough, inviteThrough } from '../operator/channel.ts'
import { loadDesks } from '../registries/desks.ts'
import type { DeskInvitations, Named } from '../services/desk/invitations.ts'
import { lateForms, waitingForms } from '../store/desk/entries.ts'
import type { DeskStaffRow } from '../store/desk/rows.ts'
import { allStaff } from '../store/desk/staff.ts'
import { readPostgres } from '../store/engine/postgres.ts'
import { readSqlite, sqliteFile } from '../store/engine/sqlite.ts'
import type { Reader } from '../store/store.ts'

/** Files of this process are only for its user. */
process.umask(0o077)

const USAGE = 'Usage: npm run desk -- --list | --invite <desk> <staff> | --block <desk> <staff>'

const day = (at: number) => dayInJapan(new Date(at))

const stateOf = ({ credential_id, registered_at, blocked_at, invite_until }: DeskStaffRow): string => {
  if (blocked_at !== null) return `blocked ${day(blocked_at)}`
  if (credential_id !== null) return `key since ${day(registered_at ?? 0)}`
  return invite_until > Date.now()
    ? `invited until ${new Date(invite_until).toISOString()}`
    : 'invitation ended'
}

async function list(): Promise<void> {
  const config = readConfig()
  const since = Date.now() - LATE_MS
  const read = async (db: Reader) => ({
    staff: await allStaff(db),
    waiting: await waitingForms(db, since),
    late: await lateForms(db, since),
  })
  const { staff, waiting, late } = config.databaseUrl
    ? await readPostgres(config.databaseUrl, read)
    : await readSqlite(sqliteFile(config.data), read)
  const desks = (await loadDesks(config.desks)).all()
  const known = new Set([...desks.map(({ id }) => id), ...staff.map(({ desk }) => desk), ...waiting.keys()])
  for (const desk of [...known].toSorted()) {
    const name = desks.find(({ id }) => id === desk)?.name.ja ?? 'not in ERABU_DESKS'
    const forms = waiting.get(desk) ?? { waiting: 0, late: 0 }
    console.log(`${desk}: ${name}, ${forms.waiting} forms wait, ${forms.late} for more than 14 days`)
    for (const one of staff.filter((each) => each.desk === desk))
      console.log(`  ${one.name}: ${stateOf(one)}`)
  }
  for (const { desk, form, entered_at } of late)
    console.log(`LATE ${form} at ${desk}, entered on ${day(entered_at)}`)
  if (known.size === 0) console.log('No desk is registered: ERABU_DESKS names the file of desks.')
}

function named(desk: string | undefined, name: string | undefined): Named {
  const [id, staff] = [DeskId.safeParse(desk), StaffName.safeParse(name?.normalize('NFKC'))]
  if (!id.success || !staff.success) throw new Error(USAGE)
  return { desk: id.data, name: staff.data }
}

/** Only one process writes the embedded store: a service that has it open acts itself. */
async function act<T>(
  through: (folder: string) => Promise<T | null>,
  alone: (invitations: DeskInvitations) => Promise<T>,
): Promise<T> {
  const config = readConfig()
  const done = config.databaseUrl ? null : await through(config.data)
  if (done !== null) return done
  const { invitations, close } = await openDeskInvitations(config)
  return alone(invitations).finally(close)
}

async function invite(of: Named): Promise<void> {
  const { desks, origin } = readConfig()
  if (!(await loadDesks(desks)).find(of.desk)) throw new Error(`${of.desk}: ERABU_DESKS has no such desk`)
  const invited = await act(
    (folder) => inviteThrough(folder, of),
    (invitations) => invitations.invite(of),
  )
  if (invited === 'has-key') throw new Error(`${of.name} has a key at ${of.desk}: block it first`)
  console.log(`${of.desk} ${of.name}: once, within a day\n${origin}/desk?invite=${invited.secret}`)
}

async function block(of: Named): Promise<void> {
  const done = await act(
    (folder) => blockThrough(folder, of),
    (invitations) => invitations.block(of),
  )
  if (done === 'unknown') throw new Error(`${of.desk} ${of.name}: no key and no invitation`)
  console.log(
    `${of.desk} ${of.name}: blocked. Forms that this key entered and nobody confirmed have to be entered again by somebody else.`,
  )
}

async function main(): Promise<void> {
  const [word, desk, name, ...more] = process.argv.slice(2)
  if (word === '--list' && desk === undefined) return list()
  if (more.length > 0) throw new Error(USAGE)
  if (word === '--invite') return invite(named(desk, name))
  if (word === '--block') return block(named(desk, name))
  throw new Error(USAGE)
}

main().catch((error: Error) => {
  console.error(error.message)
  process.exit(1)
})
