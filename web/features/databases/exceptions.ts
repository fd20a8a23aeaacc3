import type { DatabasesAnswer, DatabaseView, LinkageView } from '../../../api/contract/patient.ts'

/**
 * Databases of which something stoppable goes against the decision for all, or for its purpose: a later decision
 * about them alone counts there. Copies that an older version stored lack decisions for a purpose.
 */
export function exceptionsTo(
  { standing, standing_purposes = [] }: Pick<DatabasesAnswer, 'standing'> & Partial<DatabasesAnswer>,
  databases: DatabaseView[],
): DatabaseView[] {
  const choiceFor = (purpose: LinkageView['purpose']) =>
    (standing_purposes.find((one) => one.purpose === purpose) ?? standing)?.choice
  return databases.filter(
    ({ linkages, stoppable }) =>
      stoppable &&
      linkages.some(({ purpose, state }) => {
        const choice = choiceFor(purpose)
        return choice !== undefined && (state === 'stopped') !== (choice === 'stop')
      }),
  )
}
