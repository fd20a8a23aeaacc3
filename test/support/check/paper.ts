import canonicalize from 'canonicalize'
import type { Decision } from '../../../api/contract/patient.ts'
import type { DecisionRow } from '../../../api/store/records/rows.ts'
import { type Assertion, assertionFaults } from './assertions.ts'
import type { Stored } from './stored.ts'

/** What a stop from paper rests on. */
export type Paper = {
  decision: Decision
  desk: string
  form: string
  version: string
  identity: string
  sealed: string
  channel: string
  assertions: (Assertion & { act: string })[]
}

/**
 * A stop from paper: never an allow, signed by two of the staff of its desk, who have different names and keys, over the
 * same entry, which the store still has.
 */
export async function paperFaults(
  stored: Stored,
  row: DecisionRow,
  { assertions, channel, ...entry }: Paper,
  origin: string,
): Promise<string[]> {
  const faults: string[] = []
  if (row.choice !== 'stop' || entry.decision.choice !== 'stop') faults.push('a desk has allowed')
  if (entry.desk !== row.desk || channel !== `desk:${row.desk}`) faults.push('another desk')
  if (assertions.map(({ act }) => act).join() !== 'enter,confirm') faults.push('acts')
  const keys = assertions.map(({ credential_id, public_key }) =>
    stored.desk_staff.find((one) => one.credential_id === credential_id && one.public_key === public_key),
  )
  if (keys.some((one) => one?.desk !== row.desk)) faults.push('a key of nobody at this desk')
  if (keys[0]?.id === keys[1]?.id || keys[0]?.name === keys[1]?.name) faults.push('signed by one person')
  for (const { act, ...assertion } of assertions)
    faults.push(...(await assertionFaults(assertion, canonicalize({ act, entry }) ?? '', origin)))
  const found = stored.desk_entry.find(({ id }) => id === row.id)
  const isSame =
    found?.state === 'recorded' &&
    found.subject === row.subject &&
    found.form === entry.form &&
    found.sealed_hash === entry.sealed &&
    found.entry === canonicalize(entry) &&
    found.entered_by === keys[0]?.id &&
    found.ended_by === keys[1]?.id
  return isSame ? faults : [...faults, 'its form says something else']
}

/** Entries that are recorded are decisions, and no other is. */
export function formFaults(stored: Stored): string[] {
  const isDecided = new Set(stored.decision.filter(({ desk }) => desk !== null).map(({ id }) => id))
  return stored.desk_entry
    .filter(({ id, state }) => (state === 'recorded') !== isDecided.has(id))
    .map(({ id, state }) => `form ${id} is ${state}, and its decision says otherwise`)
}
