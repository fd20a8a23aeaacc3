import type { UsageAnswer } from '../../../api/contract/patient.ts'
import { api } from '../http/api.ts'
import type { Loadable } from '../state/loadable.ts'
import { fresh, repeated, type Task, useTask } from '../state/task.ts'

/** What the holder of a database reported about my records; null where it has none of them. */
export type Usage = UsageAnswer['databases'][number] | null

/** Who used my records at one database. It is not kept on the device. */
export function useUsage(database: string): Loadable<Usage> {
  return useTask(database, usage)
}

function usage(database: string): Task<Usage> {
  return repeated(async (publish) => {
    const { databases } = await api.usage()
    publish(fresh(databases.find((candidate) => candidate.database === database) ?? null))
    return null
  })
}
