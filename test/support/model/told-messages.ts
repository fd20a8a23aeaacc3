import { expect } from 'vitest'
import type { Message, MessagesAnswer } from '../../../api/contract/messages.ts'
import type { DatabasesAnswer, DecisionsAnswer } from '../../../api/contract/patient.ts'
import type { RecordAnswer, RecordEntry } from '../../../api/contract/record.ts'
import type { Patient } from '../patient.ts'

/** Every entry of a person's record. */
async function recordOf(patient: Patient): Promise<RecordEntry[]> {
  const entries: RecordEntry[] = []
  let before = ''
  do {
    const page = await patient.call<RecordAnswer>('GET', `/api/record?limit=100${before}`)
    entries.push(...page.entries)
    before = page.next === null ? '' : `&before=${page.next}`
  } while (before !== '')
  return entries
}

const sorted = (values: unknown[]) => values.map((value) => JSON.stringify(value)).toSorted()
const ofUse = ({ database, project, from, to, class: one }: RecordEntry | Message) => [
  database,
  project?.id,
  from,
  to,
  one,
]

/**
 * A person's messages agree with their record, their decisions and いまの状態, as far as these reach back to the
 * account. @param since when the account began. @returns the messages.
 */
export async function agreeWithRecord(patient: Patient, since: string): Promise<Message[]> {
  const { messages, unread } = await patient.call<MessagesAnswer>('GET', '/api/messages')
  expect(messages.length, 'all of a short course are listed').toBeLessThan(100)
  const record = (await recordOf(patient)).filter(({ at }) => at > since)
  const of = (...kinds: Message['kind'][]) => messages.filter(({ kind }) => kinds.includes(kind))
  const told = (kind: RecordEntry['kind']) => record.filter((entry) => entry.kind === kind)

  expect(new Set(messages.map(({ id }) => id)).size, 'each message once').toBe(messages.length)
  expect(messages.map(({ at }) => at)).toEqual(
    messages
      .map(({ at }) => at)
      .toSorted()
      .reverse(),
  )
  expect(unread).toBe(messages.filter(({ read_at }) => read_at === null).length)
  expect(sorted(of('used', 'used-after-stop').map(ofUse))).toEqual(sorted(told('used').map(ofUse)))
  for (const { kind, class: one } of of('used', 'used-after-stop'))
    expect(kind).toBe(one === 'after-stop' ? 'used-after-stop' : 'used')
  const linkage = ({ at, database, purpose }: RecordEntry | Message) => [at, database, purpose]
  expect(sorted(of('linked').map(linkage))).toEqual(sorted(told('linked').map(linkage)))
  const answer = (one: RecordEntry | Message) => [one.at, one.case?.number, one.case?.answer]
  expect(sorted(of('answered').map(answer))).toEqual(sorted(told('case-answered').map(answer)))
  await stopsAgree(patient, messages)
  return messages
}

/** What いまの状態 shows of a stop that still stands is what its message says, and nothing before all have applied it. */
async function stopsAgree(patient: Patient, messages: Message[]): Promise<void> {
  const { databases } = await patient.call<DatabasesAnswer>('GET', '/api/databases')
  const { decisions } = await patient.call<DecisionsAnswer>('GET', '/api/decisions?limit=100')
  for (const { id, recorded_at } of decisions.filter(({ choice }) => choice === 'stop')) {
    const seen = databases.flatMap(({ id: database, linkages }) =>
      linkages
        .filter(({ state, progress }) => state === 'stopped' && progress?.recorded_at === recorded_at)
        .map((linkage) => ({ database, ...linkage })),
    )
    const [message] = messages.filter((one) => one.id === `stopped.${id}` || one.id === `reported.${id}`)
    if (seen.some(({ progress }) => progress?.applied_at === null))
      expect(message, 'it has not stopped everywhere').toBeUndefined()
    const others = seen.filter(({ outcome }) => outcome && outcome.code !== 'applied')
    if (message?.kind === 'stopped') expect(others, 'one reported something else').toEqual([])
    if (message?.kind === 'reported')
      expect(message.databases).toEqual(expect.arrayContaining(others.map(({ database }) => database)))
    const late = messages.filter((one) => one.kind === 'late' && one.decision === id)
    const due = seen.filter(({ progress }) => progress?.late)
    expect(sorted(late.map(({ database }) => database))).toEqual(
      sorted([...new Set(due.map(({ database }) => database))]),
    )
  }
}

/** Nobody can mark a message of somebody else. Two people whom one report names have messages with the same id. */
export async function cannotMark(patient: Patient, own: Message[], others: Message[]): Promise<void> {
  for (const { id } of others.filter((other) => own.every((one) => one.id !== other.id))) {
    const { status } = await patient.browser.send('POST', `/api/messages/${encodeURIComponent(id)}/read`, {
      json: {},
    })
    expect(status, id).toBe(404)
  }
}
