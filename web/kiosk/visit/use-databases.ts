import type { DatabasesAnswer } from '../../../api/contract/patient.ts'
import { api } from '../../data/http/api.ts'
import type { Loadable } from '../../data/state/loadable.ts'
import { fresh, repeated, type Task, useTask } from '../../data/state/task.ts'

/** The patient's databases, as they are when the screen opens. */
export function useDatabases(): Loadable<DatabasesAnswer> {
  return useTask('mine', databases)
}

function databases(): Task<DatabasesAnswer> {
  return repeated(async (publish) => {
    publish(fresh(await api.databases()))
    return null
  })
}
