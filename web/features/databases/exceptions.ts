import type { DatabasesAnswer, DatabaseView } from '../../../api/contract/patient.ts'

/**
 * Databases of which something stoppable goes against the decision for all: a later decision about them alone
 * counts there. None without a decision for all.
 */
export function exceptionsTo(
  standing: DatabasesAnswer['standing'],
  databases: DatabaseView[],
): DatabaseView[] {
  if (!standing) return []
  const isStop = standing.choice === 'stop'
  return databases.filter(
    ({ linkages, stoppable }) => stoppable && linkages.some(({ state }) => (state === 'stopped') !== isStop),
  )
}
