import { useState } from 'react'
import type { UsageAnswer } from '../../../api/contract/patient.ts'
import { api } from '../http/api.ts'
import type { Loadable } from '../state/loadable.ts'
import { fresh, repeated, type Task, useTask } from '../state/task.ts'

/** The holder's report on the use of the patient's records; null where it has none of them. */
export type Usage = UsageAnswer['databases'][number] | null

/** Uses of the patient's records at one database. They are not stored on the device. `refresh` loads them again. */
export function useUsage(database: string): Loadable<Usage> & { refresh(): void } {
  const [attempt, setAttempt] = useState(0)
  const state = useTask(`${attempt} ${database}`, usage)
  return { ...state, refresh: () => setAttempt((before) => before + 1) }
}

/** Uses of the patient's records at every database. They are not stored on the device. `refresh` loads them again. */
export function useAllUsage(): Loadable<UsageAnswer['databases']> & { refresh(): void } {
  const [attempt, setAttempt] = useState(0)
  const state = useTask(`${attempt}`, allUsage)
  return { ...state, refresh: () => setAttempt((before) => before + 1) }
}

function allUsage(): Task<UsageAnswer['databases']> {
  return repeated(async (publish) => {
    publish(fresh((await api.usage()).databases))
    return null
  })
}

function usage(id: string): Task<Usage> {
  const database = id.slice(id.indexOf(' ') + 1)
  return repeated(async (publish) => {
    const { databases } = await api.usage()
    publish(fresh(databases.find((candidate) => candidate.database === database) ?? null))
    return null
  })
}
