import { type PoolOptions, type PoolRunnerInitializer, type PoolWorker, ThreadsPoolWorker } from 'vitest/node'

/** After so many runs a new thread begins, so that what tests leave behind stays little. */
const RUNS = 100
/** A run that took longer may have left something running, in ms. */
const LONG = 5000
/** What a thread answers when it is asked to end. */
const STOPPED = { type: 'stopped', __vitest_worker_response__: true }

type Thread = { worker: ThreadsPoolWorker; runs: number }
let kept: Thread | undefined

/**
 * Runs tests in a thread that stays for the next run, with the api loaded. Vitest would load it for every change.
 * The changes themselves are switched on and off in loaded code.
 */
function createPoolWorker(options: PoolOptions): PoolWorker {
  const thread = kept ?? { worker: new ThreadsPoolWorker(options), runs: 0 }
  kept = undefined
  const { worker } = thread
  const listeners: Parameters<PoolWorker['on']>[] = []
  const begun = performance.now()
  const stays = () => thread.runs < RUNS && performance.now() - begun < LONG
  let staying = false
  return {
    name: 'threads',
    deserialize: (data) => data,
    on(event, callback) {
      listeners.push([event, callback])
      worker.on(event, callback)
    },
    off: (event, callback) => worker.off(event, callback),
    send(message) {
      if (message.type !== 'stop') return worker.send(message)
      staying = stays()
      if (!staying) return worker.send(message)
      for (const [event, callback] of listeners) if (event === 'message') callback(STOPPED)
    },
    async start() {
      if (thread.runs++ === 0) await worker.start()
    },
    async stop() {
      if (!staying) return worker.stop()
      for (const [event, callback] of listeners) worker.off(event, callback)
      kept = thread
    },
  }
}

export const keptThread: PoolRunnerInitializer = { name: 'kept-thread', createPoolWorker }
