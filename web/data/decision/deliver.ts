import type { DecisionAnswer, DecisionBody } from '../../../api/contract/patient.ts'
import type { Failure } from '../http/failure.ts'
import { ApiError, failureOf, isTransient } from '../http/failure.ts'
import { lockOf, type OutboxRecord, type OutboxStore } from './outbox-record.ts'

/**
 * What became of a signed decision. `recorded`: acknowledged. `unknown`: it may or may not have been recorded; the same
 * body under the same key settles it. `refused`: it was not recorded, and this body never will be.
 */
export type Delivery =
  | { outcome: 'recorded'; answer: DecisionAnswer }
  | { outcome: 'unknown'; failure: Failure }
  | { outcome: 'refused'; failure: Failure }

export type DeliveryDeps = {
  store: OutboxStore
  post: (body: DecisionBody, key: string) => Promise<DecisionAnswer>
  newKey: () => string
  /** Runs one task at a time per name, over all tabs. */
  exclusively: <T>(name: string, task: () => Promise<T>) => Promise<T>
}

/**
 * Sends a stored decision once, however often and from however many tabs it is called.
 * The signed body is stored before it is sent, and stays with its key until the server has said yes or no.
 * Throws ApiError `not-kept`, and sends nothing, when it cannot be stored.
 * What was signed before it goes first: recorded the other way round, the decision that was made first would count.
 * @param signed a body just signed for the record; null sends again what is stored. A stored body wins over it.
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
    // A write that fails here leaves the signed body: sending it again gives the same answer.
    if (delivery.outcome === 'recorded') await store.settle(stored, delivery.answer).catch(() => {})
    if (delivery.outcome === 'refused') {
      await store.put({ ...stored, key: newKey(), signed: null }).catch(() => {})
    }
    return delivery
  })
}

/** Sends what was signed before `record`. Gives why its fate is still unknown; null: nothing stands in the way. */
async function deliverBefore(deps: DeliveryDeps, record: OutboxRecord): Promise<Failure | null> {
  const signed = (await deps.store.list()).filter((one) => one.signed !== null)
  const before = signed[signed.findIndex(({ id }) => id === record.id) - 1]
  const delivery = before && (await deliver(deps, before, null))
  return delivery?.outcome === 'unknown' ? delivery.failure : null
}

function notKept(): never {
  throw new ApiError('not-kept')
}

/** Another tab has sent, refused or discarded it. */
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

/** After these an earlier attempt may have been recorded, or this one may yet be: only the same body may follow. */
function leavesDoubt(failure: Failure): boolean {
  return isTransient(failure) || failure.code === 'request-in-progress' || failure.code === 'not-signed-in'
}
