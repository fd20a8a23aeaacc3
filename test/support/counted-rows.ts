import type { KyselyPlugin } from 'kysely'
import type { Store, Transactor } from '../../api/store/store.ts'
import type { World } from './world.ts'

/**
 * Counts the rows that the service reads during an action, in and out of transactions, on either engine. Afterwards
 * the service is restored.
 */
export async function countedRows<T>(
  world: World,
  work: () => Promise<T>,
): Promise<{ rows: number; result: T }> {
  let rows = 0
  const counting: KyselyPlugin = {
    transformQuery: ({ node }) => node,
    async transformResult({ result }) {
      rows += result.rows.length
      return result
    },
  }
  const counted = <D extends Pick<Transactor, 'withPlugin'>>(db: D) => db.withPlugin(counting) as unknown as D
  const { store } = world.deps
  const transact: Store['transact'] = (fn, lane) => store.transact((tx) => fn(counted(tx)), lane)
  world.replace({
    store: { ...store, transact, read: (fn) => store.read((db) => fn(counted(db as Transactor))) },
  })
  const result = await work()
  world.replace({ store })
  return { rows, result }
}
