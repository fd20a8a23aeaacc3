import type { DecisionAnswer, DecisionBody } from '../../../api/contract/patient.ts'
import type { Failure } from '../http/failure.ts'
import { ApiError, failureOf, isTransient } from '../http/failure.ts'
import { lockOf, type OutboxRecord, type OutboxStore } from './outbox-record.ts'

/**
 * What became of a signed decision.
 * `recorded`: the server acknowledged it.
 * `unknown`: the server may have recorded it. Sending the same body under the same key settles it.
 * `refused`: the server did not record it, and will never record this body.
 */
export type Delivery =
  | { outcome: 'recorded'; answer: DecisionAnswer }
  | { outcome: 'unknown'; failure: Failure }
  | { outcome: 'refused'; failure: Failure }

export type DeliveryDeps = {
  store: OutboxStore
  post: (body: DecisionBody, key: string) => Promise<DecisionAnswer>
  newKey: () => string
  /** Runs one task at a time per name, across all tabs. */
  exclusively: <T>(name: string, task: () => Promise<T>) => Promise<T>
}

/**
 * Delivers a stored decision exactly once, from however many tabs it is called.
 * The signed body is stored before it is sent. It keeps its key until the server accepts or refuses it.
 * Decisions signed earlier are sent first: the decision recorded last is the one that counts.
 * @param signed a body just signed for the record, or null to resend what is stored. A stored body takes precedence.
 * @throws ApiError `not-kept` when the body cannot be stored; nothing is sent then.
 */
export function deliver(
  deps: DeliveryDeps,
  record: OutboxRecord,
  signed: DecisionBody | null,
): Promise<Delivery> {
  const { store, newKey, exclusively } = deps
  return exclusively(lockOf(record.id), async () => {
    const stored = await store.read(record.id)
    const body = stored?.signed ?? signed
    if (!stored || !body) return afterwards(store, record.key)
    if (!stored.signed) await store.put({ ...stored, signed: body }).catch(notKept)
    const waits = await deliverBefore(deps, record)
    if (waits) return { outcome: 'unknown', failure: waits }
    const delivery = await send(() => deps.post(body, stored.key))
    // If this write fails, the signed body stays. Sending it again returns the same answer.
    if (delivery.outcome === 'recorded') await store.settle(stored, delivery.answer).catch(() => {})
    if (delivery.outcome === 'refused') {
      await store.put({ ...stored, key: newKey(), signed: null }).catch(() => {})
    }
    return delivery
  })
}

/** Delivers the record signed just before `record`. Returns the failure that leaves its fate unknown, or null. */
async function deliverBefore(deps: DeliveryDeps, record: OutboxRecord): Promise<Failure | null> {
  const signed = (await deps.store.list()).filter((one) => one.signed !== null)
  const before = signed[signed.findIndex(({ id }) => id === record.id) - 1]
  const delivery = before && (await deliver(deps, before, null))
  return delivery?.outcome === 'unknown' ? delivery.failure : null
}

function notKept(): never {
  throw new ApiError('not-kept')
}

/** Another tab has delivered or discarded the record, or was refused. */
async function afterwards(store: OutboxStore, key: string): Promise<Delivery> {
  const answer = await store.answerFor(key)
  return answer
    ? { outcome: 'recorded', answer }
    : { outcome: 'refused', failure: { code: 'challenge-expired' } }
}

async function send(post: () => Promise<DecisionAnswer>): Promise<Delivery> {
  try {
    return { outcome: 'recorded', answer: await post() }
  } catch (error) {
    const failure = failureOf(error)
    return { outcome: leavesDoubt(failure) ? 'unknown' : 'refused', failure }
  }
}

/** `acting`: the session is about somebody else now, and this decision waits until it is not. */
const WAITING = new Set<Failure['code']>(['request-in-progress', 'not-signed-in', 'acting'])

/** Whether the decision may have been recorded, or may yet be. Then only the same body may follow. */
function leavesDoubt(failure: Failure): boolean {
  return isTransient(failure) || WAITING.has(failure.code)
}
