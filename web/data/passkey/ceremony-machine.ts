import type { Failure } from '../http/failure.ts'
import { failureOf, needsNewChallenge } from '../http/failure.ts'
import { createStore, type Store, useStore } from '../state/store.ts'
import { createFreshOptions } from './fresh-options.ts'

export type CeremonyState = {
  phase: 'preparing' | 'ready' | 'asking' | 'sending' | 'done' | 'failed'
  failure: Failure | null
}

/** Call `start` inside the tap, for every try. Safari demands that options are fetched before it. */
export type Ceremony = CeremonyState & { start(): void }

type CeremonyMachine = Store<CeremonyState> & { start(): void }

type Steps<O, A> = {
  /** Fetches the options and the modules that the tap needs at once. */
  prepare: () => Promise<O>
  lifetime: number
  /** Opens the passkey dialog. Called inside the tap. */
  ask: (options: O) => Promise<A>
  send: (answer: A, options: O) => Promise<void>
}

/**
 * A WebAuthn ceremony as a state machine: prepare, wait for the tap, ask, send. Preparing begins with the first
 * listener.
 */
export function createCeremony<O, A>(steps: Steps<O, A>): CeremonyMachine {
  const options = createFreshOptions<O>({
    fetch: steps.prepare,
    lifetime: steps.lifetime,
    renewed: () => {},
    failed: (error) => {
      if (state.get().phase === 'ready') fail(error)
    },
  })
  const state = createStore<CeremonyState>({ phase: 'preparing', failure: null }, () => {
    const stop = options.keep()
    if (state.get().phase === 'preparing') prepare()
    return stop
  })
  const set = (phase: CeremonyState['phase']) => state.set({ phase, failure: null })
  const fail = (error: unknown) => state.set({ phase: 'failed', failure: failureOf(error) })

  function prepare() {
    options.load().then(() => {
      if (state.get().phase === 'preparing') set('ready')
    }, fail)
  }

  async function run(prepared: O) {
    try {
      set('asking')
      const answer = await steps.ask(prepared)
      options.spend()
      set('sending')
      await steps.send(answer, prepared)
      set('done')
    } catch (error) {
      fail(error)
      if (needsNewChallenge(failureOf(error))) options.load().catch(() => {})
    }
  }

  /**
   * Without usable options, the dialog opens once they arrive. A browser that then demands a new tap fails with
   * `cancelled`.
   */
  function start() {
    const { phase } = state.get()
    if (phase !== 'ready' && phase !== 'failed') return
    const prepared = options.current()
    if (prepared) {
      void run(prepared)
    } else {
      set('preparing')
      options.load().then(run, fail)
    }
  }

  return { ...state, start }
}

/** Follows a ceremony in a component. Preparing begins when the component is shown. */
export function useCeremony(ceremony: CeremonyMachine): Ceremony {
  return { ...useStore(ceremony), start: ceremony.start }
}
