import { once } from 'node:events'
import { isMainThread, Worker, workerData } from 'node:worker_threads'
import { load, type Request } from './load.ts'

type Asked = { one: Request; seconds: number; connections: number }

/** The same as `load` in a thread of its own: receiving does not delay what is measured here. */
export async function loadAside(one: Request, how: { seconds: number; connections: number }): Promise<void> {
  const worker = new Worker(new URL(import.meta.url), { workerData: { one, ...how } satisfies Asked })
  await once(worker, 'exit')
}

if (!isMainThread) {
  const { one, ...how } = workerData as Asked
  await load(one, how)
}
