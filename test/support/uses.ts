import type { ProjectBody } from '../../api/contract/projects.ts'
import { dayInJapan } from '../../api/domain/calendar.ts'
import { DAY } from './clock.ts'
import type { Holder } from './holder.ts'
import type { World } from './world.ts'

/** A project that was approved in April. */
export const PROJECT: ProjectBody = {
  title: '糖尿病の研究',
  organisation: '模擬大学',
  purpose: 'research',
  approved_by: '模擬大学 倫理審査委員会',
  approved_on: '2026-04-01',
  environment: 'visiting',
  form: 'pseudonymised',
  ends_on: '2027-03-31',
  erase_by: '2027-06-30',
}

/** The same as a report describes it. */
export const INLINE = { title: '糖尿病の研究', organisation: '模擬大学', purpose: 'research' }

/** The calendar day in Japan, this many days from now. */
export const dayFrom = (world: World, days: number): string =>
  dayInJapan(new Date(world.clock.now().getTime() + days * DAY))

const pathOf = (id: string, database: string) => `/projects/${encodeURIComponent(id)}?database=${database}`

/** What a holder says of its projects and uses. */
export const usesOf = (holder: Holder) => ({
  put: (id: string, change: object = {}, database: string = holder.database) =>
    holder.send('PUT', pathOf(id, database), { json: { ...PROJECT, ...change } }),
  erase: (id: string, erased_on: unknown, database: string = holder.database) =>
    holder.send('POST', pathOf(id, database).replace('?', '/erasure?'), { json: { erased_on } }),
  /** @param project an id, or a description. */
  report: (project: unknown, days: { from: string; to: string }, tokens: string[]) => {
    const head = { database: holder.database, project, ...days }
    const lines = [head, ...tokens.map((token) => ({ token }))].map((line) => JSON.stringify(line))
    return holder.send('POST', '/usage', { ndjson: lines.join('\n') })
  },
})

/** The body of a report that was recorded. */
export async function recorded(answer: Response) {
  if (answer.status !== 201) throw new Error(`POST /usage: ${answer.status} ${await answer.text()}`)
  return (await answer.json()) as { id: string; known: number; unknown: number; after_stop: number }
}
