import type { AuthenticationResponseJSON } from '@simplewebauthn/browser'
import type { DecisionAnswer, DecisionBody, DecisionOptions } from '../../../api/contract/patient.ts'
import type { Failure } from '../http/failure.ts'
import { ApiError, failureOf, needsNewChallenge } from '../http/failure.ts'
import { createFreshOptions } from '../passkey/fresh-options.ts'
import { listen } from '../state/browser.ts'
import { createStore, type Store } from '../state/store.ts'
import type { Delivery } from './deliver.ts'
import { type IntentDraft, newRecord, type OutboxRecord, type OutboxStore } from './outbox-record.ts'

export type DecidingState = {
  phase: 'preparing' | 'ready' | 'asking' | 'sending' | 'recorded' | 'unsent' | 'offline' | 'failed'
  /** The effects of the decision. The passkey is asked only for a preview that was shown. */
  preview: DecisionOptions | null
  answer: DecisionAnswer | null
  failure: Failure | null
  /** Whether an unsent decision survives the page. */
  durable: boolean
}

/** The server's preview, checked against the draft, and the call that opens the passkey dialog for it. */
export type Prepared = { preview: DecisionOptions; ask: () => Promise<AuthenticationResponseJSON> }

export type DecidingDeps = {
  draft: IntentDraft
  /** Id of the outbox record to continue; null for a new decision. */
  kept: string | null
  prepare: (draft: IntentDraft) => Promise<Prepared>
  /** Opens the device's outbox, or one that lasts as long as the page. */
  outbox: () => Promise<OutboxStore>
  /** Stores a record in the device's outbox, or in memory if that fails. Returns the store that holds it. */
  hold: (record: OutboxRecord) => Promise<OutboxStore>
  deliver: (store: OutboxStore, record: OutboxRecord, signed: DecisionBody | null) => Promise<Delivery>
  /** Called after a decision is recorded, so that other screens reload. */
  recorded: () => void
  /** Whether a signed decision in memory goes on being resent after its screen is left, as long as the page lives. */
  outlives: boolean
}

/** The server's challenge lives 120 s. Options are used for less, so that the challenge outlives the dialog. */
const LIFETIME_MS = 100_000
const RESEND_MS = 5_000

export type DecidingMachine = Store<DecidingState> & {
  /** Call it inside the tap, for the first try and after a failure. */
  start(): void
  /** Keeps the draft as 未送信. Rejects where the device cannot store it. */
  keepForLater(): Promise<void>
}

/**
 * Takes one decision from preview to receipt. A signed decision is stored before it is sent, and resent unchanged
 * while its fate is unknown (phase `unsent`). Once its screen is left, nothing is previewed or asked any more. A refused
 * decision then stays in its store without a signature, so that other screens say that it was not sent.
 */
export function createDeciding(deps: DecidingDeps): DecidingMachine {
  const options = createFreshOptions<Prepared>({
    fetch: () => deps.prepare(deps.draft),
    lifetime: LIFETIME_MS,
    renewed: ({ preview }) => update({ preview }),
    failed: (error) => {
      if (state.get().phase === 'ready') fail(error)
    },
  })
  const state = createStore<DecidingState>(
    { phase: 'preparing', preview: null, answer: null, failure: null, durable: false },
    watch,
  )
  let record = newRecord(deps.draft)
  /** The store that holds the signed record of unknown fate. */
  let inDoubt: OutboxStore | null = null
  let opened = false
  let attended = false
  let timer: ReturnType<typeof setTimeout> | undefined

  const update = (change: Partial<DecidingState>) => state.set({ ...state.get(), ...change })
  const fail = (error: unknown) => {
    const failure = failureOf(error)
    update({ phase: failure.code === 'offline' ? 'offline' : 'failed', failure })
  }

  function watch() {
    const stop = options.keep()
    const stopListening = listen([window, 'online', back])
    attended = true
    if (!opened) open().catch(fail)
    opened = true
    return () => {
      attended = false
      // What the device stores is resent by `sync.ts`.
      if (!deps.outlives || inDoubt?.durable !== false) clearTimeout(timer)
      stop()
      stopListening()
    }
  }

  async function open() {
    if (deps.kept !== null) {
      const store = await deps.outbox()
      const stored = await store.read(deps.kept)
      if (!stored) throw new ApiError('not-found')
      record = stored
      if (stored.signed && ((await resend(store)) !== 'refused' || !attended)) return
    }
    await prepare()
  }

  async function prepare() {
    update({ phase: 'preparing', failure: null })
    try {
      const { preview } = options.current() ?? (await options.load())
      update({ phase: 'ready', preview })
    } catch (error) {
      fail(error)
    }
  }

  async function run({ preview, ask }: Prepared) {
    update({ phase: 'asking', preview, failure: null })
    const response = await ask()
    options.spend()
    update({ phase: 'sending' })
    const signed = { decision: preview.decision, response }
    const store = deps.kept === null ? await deps.hold({ ...record, signed }) : await deps.outbox()
    await settle(store, await deps.deliver(store, record, signed))
  }

  async function resend(store: OutboxStore) {
    update({ phase: 'sending', failure: null })
    const delivery = await deps.deliver(store, record, null)
    await settle(store, delivery)
    return delivery.outcome
  }

  async function settle(store: OutboxStore, delivery: Delivery) {
    clearTimeout(timer)
    inDoubt = delivery.outcome === 'unknown' ? store : null
    if (delivery.outcome === 'recorded') {
      update({ phase: 'recorded', answer: delivery.answer })
      return deps.recorded()
    }
    const { outcome, failure } = delivery
    if (outcome === 'unknown') {
      update({ phase: 'unsent', failure, durable: store.durable })
      timer = setTimeout(back, Math.max(RESEND_MS, (failure.retryAfter ?? 0) * 1000))
      return
    }
    await startOver(store)
    update({ phase: 'failed', failure })
    if (attended && needsNewChallenge(failure))
      options.load().then(
        ({ preview }) => update({ preview }),
        () => {},
      )
  }

  /** After a refusal, a kept record gets a new key. A new decision leaves no record behind on the screen that says so. */
  async function startOver(store: OutboxStore) {
    if (deps.kept === null && attended) {
      await store.remove(record.id)
      record = newRecord(deps.draft)
    } else {
      record = (await store.read(record.id)) ?? record
    }
  }

  function start() {
    const { phase } = state.get()
    const prepared = options.current()
    if (phase === 'unsent' && inDoubt) resend(inDoubt).catch(fail)
    else if ((phase === 'ready' || phase === 'failed') && prepared) run(prepared).catch(fail)
    else if (phase === 'ready' || phase === 'failed' || phase === 'offline' || phase === 'unsent') prepare()
  }

  function back() {
    const { phase } = state.get()
    if (phase === 'offline' || (phase === 'unsent' && inDoubt)) start()
  }

  async function keepForLater() {
    const store = await deps.outbox()
    if (!store.durable) throw new ApiError('unsupported')
    if (deps.kept === null) await store.put(record)
    update({ phase: 'unsent', failure: null, durable: true })
  }

  return { ...state, start, keepForLater }
}
