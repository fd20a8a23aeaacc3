import { randomUUID } from 'node:crypto'
import type { DatabaseSync } from 'node:sqlite'
import { loadKeys } from '../../../api/keys/key-files.ts'
import type { Holder } from '../../support/holder.ts'
import type { Patient } from '../../support/patient.ts'
import type { Line, Row } from '../harness.ts'
import { loadAside } from '../load-aside.ts'
import { type Seated, seedPatients } from '../patients.ts'
import { sealedLines } from '../sealed-lines.ts'
import { migrate, openStore, seedLinkages } from '../seed.ts'
import type { ServerProcess } from '../server-process.ts'
import { type Setting, withSetting } from '../setting.ts'

const DATABASE = 'bench-1'
const EVENTS = 20_000
const LEAST_MS = 3000
const UPLOADS = 4
/** Uploads of people whom nobody has linked yet: as many at once as one holder may send. */
const NEW_UPLOADS = 2
const NEW_PEOPLE = 2000
/** One for each line of the row, and some to spare. */
const PEOPLE = 20

type Abuse = { what: string; work(): Promise<unknown> }

/** One client at its worst, next to a person who decides: how long they wait, and how late the event loop runs. */
export const abuses: Row = {
  number: 17,
  run: ({ full }) =>
    withSetting({ size: 2, tickMs: 1000 }, async (setting) => {
      const due = full ? 200_000 : 20_000
      const { busy, people } = await seed(setting, due, full ? 30_000 : 5000)
      const api = await setting.startApi()
      try {
        const holder = setting.holder(DATABASE)
        await holder.streamId()
        const { sealedSubject } = await loadKeys(setting.env.ERABU_KEYS)
        const newPeople = () => sealedLines(sealedSubject, DATABASE, NEW_PEOPLE)
        const works: Abuse[] = [
          { what: `${due} linkages due at once, from the start on`, work: waitUntilOpened(setting) },
          { what: 'nothing, as a control', work: forAWhile(rest) },
          ...abusesOf(holder, busy, newPeople).map(({ what, work }) => ({ what, work: forAWhile(work) })),
          { what: 'a thousand events a poll, sixty at a time', work: () => pollAside(setting, holder) },
        ]
        const lines: Line[] = []
        // Another person for each: the rate limit on one person's decisions must not end the row.
        for (const [i, { what, work }] of works.entries())
          lines.push(...(await beside(api, people[i] as Seated, what, work)))
        return lines
      } finally {
        await api.close()
      }
    }),
}

const numbered = (from: number, count: number) => Array.from({ length: count }, (_, i) => `e${from + i}`)

function abusesOf(holder: Holder, { patient }: Seated, newPeople: () => Promise<string>): Abuse[] {
  const poll = (body: object) => holder.poll({ returnImmediately: true, ...body })
  const send = async (lines: string) => (await holder.postLinkages('research', lines)).arrayBuffer()
  const upload = (line: string) => send(`${line}\n`.repeat(10_000))
  const times = (count: number, work: () => Promise<unknown>) =>
    Promise.all(Array.from({ length: count }, work))
  return [
    {
      what: '10,000 acknowledgements ahead of a gap, four at a time',
      work: () => times(4, () => poll({ ack: numbered(2, 10_000), maxEvents: 1 })),
    },
    {
      what: '1,000 errors a poll, four at a time',
      work: () =>
        times(4, () =>
          poll({
            setErrs: Object.fromEntries(numbered(2, 1000).map((jti) => [jti, { err: 'invalid_key' }])),
            maxEvents: 1,
          }),
        ),
    },
    {
      what: 'rewind and poll one event',
      async work() {
        await holder.send('POST', `/ssf/streams/${await holder.streamId()}/rewind`, {
          json: { after_seq: 0 },
        })
        await poll({ maxEvents: 1 })
      },
    },
    { what: 'lines that are none, four uploads', work: () => times(UPLOADS, () => upload('x')) },
    {
      what: 'lines with a wrong subject, four uploads',
      work: () => times(UPLOADS, () => upload('{"subject":"x"}')),
    },
    {
      what: 'people whom nobody linked yet, two uploads',
      work: () => times(NEW_UPLOADS, async () => send(await newPeople())),
    },
    {
      what: 'pages of somebody who decided thousands of times',
      async work() {
        await Promise.all([patient.databases(), patient.decisions()])
        // As fast as the rate limit allows one person.
        await new Promise((resolve) => setTimeout(resolve, 20))
      },
    },
  ]
}

/** Repeats whole pages, received in a thread of its own. */
async function pollAside({ origin }: Setting, holder: Holder): Promise<void> {
  const { access_token } = (await (await holder.token()).json()) as { access_token: string }
  await loadAside(
    {
      method: 'POST',
      url: `${origin}/ssf/streams/${await holder.streamId()}/poll`,
      headers: { authorization: `Bearer ${access_token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ returnImmediately: true }),
      status: 200,
    },
    { seconds: LEAST_MS / 1000, connections: 60 },
  )
}

const rest = () => new Promise((resolve) => setTimeout(resolve, 100))

/** Repeats something for `LEAST_MS`. */
const forAWhile = (work: () => Promise<unknown>) => async () => {
  for (const until = performance.now() + LEAST_MS; performance.now() < until; ) await work()
}

/** Decides repeatedly while the work runs. */
async function beside(
  api: ServerProcess,
  { patient }: Seated,
  what: string,
  work: () => Promise<unknown>,
): Promise<Line[]> {
  await api.delayed()
  let going = true
  const working = work().finally(() => {
    going = false
  })
  // Caught at once: its error is reported after the decisions have ended.
  const worked = working.then(
    () => null,
    (error: unknown) => ({ error }),
  )
  const waits: number[] = []
  for (let n = 0; going || n === 0; n++) waits.push(await waitOf(patient, n % 2 === 0 ? 'stop' : 'allow'))
  const failed = await worked
  if (failed) throw failed.error
  const delayed = await api.delayed()
  const longest = Math.max(...waits)
  const line = { row: 17, yardstick: '–', unit: 'ms' as const, note: `${waits.length} decisions` }
  return [
    {
      ...line,
      what: `${what}: longest wait of a decision`,
      value: `${longest.toFixed(0)} ms`,
      measured: longest,
      goal: { atMost: 250 },
    },
    {
      ...line,
      what: `${what}: loop delay p99`,
      value: `${delayed.toFixed(1)} ms`,
      measured: delayed,
      goal: { atMost: 50 },
    },
  ]
}

/** Decides. @returns milliseconds until it was acknowledged. */
async function waitOf(patient: Patient, choice: 'stop' | 'allow'): Promise<number> {
  const body = await patient.signed(choice, { all: true })
  const sent = performance.now()
  const answer = await patient.sendDecision(body, randomUUID())
  await answer.arrayBuffer()
  if (answer.status !== 201) throw new Error(`a decision was answered ${answer.status}`)
  return performance.now() - sent
}

async function seed(
  { env, origin }: Setting,
  due: number,
  decisions: number,
): Promise<{ busy: Seated; people: Seated[] }> {
  await migrate(env.ERABU_DATA)
  const db = openStore(env.ERABU_DATA, { durable: false })
  const [busy, ...people] = seedPatients(db, origin, 1 + PEOPLE)
  if (!busy) throw new Error('nobody is seated')
  seedLinkages(db, { database: 'bench-2', count: PEOPLE, subject: (n) => people[n]?.subject ?? '' })
  seedLinkages(db, { database: DATABASE, count: due })
  db.exec(
    `update token set state = 'waiting', listed = 'waiting', usable_from = '2020-01-01' where database_id = '${DATABASE}'`,
  )
  seedRows(db, busy.subject, decisions)
  db.close()
  return { busy, people }
}

/** A long feed, and a long history of decisions. */
function seedRows(db: DatabaseSync, subject: string, decisions: number): void {
  const event = db.prepare(`insert into event
    (database_id, seq, jti, token, kind, recorded_at, published_at, "set", revoked_count, revoked_digest)
    values ('${DATABASE}', ?, ?, ?, 'revoke', 0, 0, ?, ?, '')`)
  const decision = db.prepare(`insert into decision
    (id, subject, ordinal, choice, scope_database, text, locale, device, recorded_at, evidence, receipt_number, receipt)
    values (?, ?, ?, 'stop', 'bench-2', '', 'ja', 'personal', 0, ?, ?, ?)`)
  const [evidence, receipt] = ['e'.repeat(3000), 'r'.repeat(1000)]
  db.exec('begin')
  for (let n = 1; n <= EVENTS; n++) event.run(n, `e${n}`, `seeded ${n}`, 's'.repeat(1000), n)
  db.exec(
    `insert into feed (database_id, seq, revoked_count, revoked_digest) values ('${DATABASE}', ${EVENTS}, ${EVENTS}, '')`,
  )
  for (let n = 1; n <= decisions; n++)
    decision.run(randomUUID(), subject, n, evidence, `seeded ${n}`, receipt)
  db.exec('commit')
}

/** Resolves when no linkage waits any more. */
const waitUntilOpened =
  ({ env }: Setting) =>
  async () => {
    const db = openStore(env.ERABU_DATA, { durable: false })
    const waiting = db.prepare(`select 1 from token where state = 'waiting' limit 1`)
    while (waiting.get()) await new Promise((resolve) => setTimeout(resolve, 20))
    db.close()
  }
