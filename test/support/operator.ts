import type { Deps } from '../../api/deps.ts'
import type { Acts } from '../../api/operator/channel.ts'

/** What commands of the operator may ask of a service, as `api/main.ts` passes it on. */
export const actsOf = ({ caseAnswers, deskInvitations }: Deps): Acts => ({
  ...caseAnswers,
  ...deskInvitations,
})
