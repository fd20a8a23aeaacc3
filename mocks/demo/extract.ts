import { setTimeout as sleep } from 'node:timers/promises'
import { recordedUnder } from '../holder/population.ts'
import type { ExtractReport } from '../linker/report.ts'
import { residents } from '../residents.ts'
import { createLinking, type Extract, rowThatWent } from './linking.ts'
import { takePrinted } from './printed.ts'
import type { OwnSystem } from './system.ts'
import { PATIENCE_MS, type Visit } from './visit.ts'

/** A resident of whom every database has records. */
const RESIDENT = 'r02'
const [STOPPED, OTHER] = ['demo-registry', 'demo-biobank']
const PROJECT = 'p-1'
const RESOLVER_SECRET = 'demo-resolver-secret'

/**
 * Two databases are linked for an approved project. A person who is in the extract stops one of them, and the next
 * extract has exactly this person's row less.
 * @throws Error when a page, a count or a report does not say so.
 */
export async function walkExtract(visit: Visit): Promise<void> {
  const system = await visit.start()
  const linking = createLinking({ data: visit.place.data, consoleUrl: system.consoleUrl, project: PROJECT })
  await seeBefore(visit)
  await areUsable(system)

  const approved = await linking.approve()
  const first = await linking.extract()
  const id = linking.idOf(await id5Of(system))
  if (!first.rows.some((row) => row.startsWith(`${id},`)))
    throw new Error(`${RESIDENT} is not in the first extract.`)
  await takePrinted(
    visit,
    'linker-before',
    '止める前の突合（模擬）',
    `${approved}\n${first.printed}\n${counts(first)}`,
  )

  await stopOne(visit)
  const second = await linking.extract()
  const gone = rowThatWent(first, second, id)
  await takePrinted(
    visit,
    'linker-after',
    '止めた後の突合（模擬）',
    `${second.printed}\n${counts(second)}\n\n${first.rows.length} rows before, ${second.rows.length} now. The row that went:\n- ${gone}`,
  )
}

/** P1 ▶ P4: both databases may use the records. */
async function seeBefore({ page, pages, take, ja, names }: Visit): Promise<void> {
  await pages.open()
  await pages.begin(RESIDENT)
  await pages.makePasskey()
  await pages.toStatus()
  for (const database of [STOPPED, OTHER])
    await pages.card(names(database)).getByText(ja.status.kinds.used, { exact: true }).waitFor()
  await take(page, 'p4-before')
}

/** Waits until both holders find the resident's row usable by their lists. */
async function areUsable({ consoleUrl }: OwnSystem): Promise<void> {
  type Consoles = { holders: { database: string; records: { resident: string; state: string }[] }[] }
  const end = performance.now() + PATIENCE_MS
  while (performance.now() < end) {
    const { holders } = (await (await fetch(`${consoleUrl}/_control`)).json()) as Consoles
    const isUsable = (wanted: string) =>
      holders
        .find(({ database }) => database === wanted)
        ?.records.some(({ resident, state }) => resident === RESIDENT && state === 'usable')
    if ([STOPPED, OTHER].every(isUsable)) return
    await sleep(200)
  }
  throw new Error(`The holders do not both show a usable record of ${RESIDENT}.`)
}

/** P4 ▶ P8 ▶ P4: the person stops one of the two databases, and reads that it has stopped. */
async function stopOne({ page, pages, take, ja, names }: Visit): Promise<void> {
  await pages.chooseFor(names(STOPPED), 'stop')
  await pages.submit()
  await pages.allDone()
  await take(page, 'p8-stopped')
  await pages.toStatus()
  for (const [database, kind] of [
    [STOPPED, ja.status.kinds.stopped],
    [OTHER, ja.status.kinds.used],
  ] as const)
    await pages.card(names(database)).getByText(kind, { exact: true }).waitFor()
  await take(page, 'p4-after')
}

async function id5Of({ resolverUrl }: OwnSystem): Promise<string> {
  const resident = residents.find(({ id }) => id === RESIDENT)
  const answer = await fetch(`${resolverUrl}/id5`, {
    method: 'POST',
    headers: {
      authorization: `Basic ${Buffer.from(`erabu:${RESOLVER_SECRET}`).toString('base64')}`,
      'content-type': 'application/json',
    },
    body: JSON.stringify({ coverage: resident && recordedUnder(STOPPED, resident) }),
  })
  if (!answer.ok) throw new Error(`the resolver answered ${answer.status} about ${RESIDENT}`)
  return ((await answer.json()) as { id5: string }).id5
}

/** What the signed report counts, without its hashes. */
function counts({ report }: Extract): string {
  const { rows_in, left_out, rows_out }: ExtractReport = report
  return `report.jwt, signed:\n${JSON.stringify({ rows_in, left_out, rows_out }, null, 2)}`
}
