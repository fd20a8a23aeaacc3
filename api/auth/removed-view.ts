import type { RemovedPasskey } from '../contract/patient.ts'
import { timestamp } from '../domain/calendar.ts'
import type { RemovedPasskeyRow } from '../store/people/rows.ts'

/** A removed passkey as the api tells of it. */
export const removedView = ({
  id,
  name,
  created_at,
  removed_at,
  removed_by,
}: RemovedPasskeyRow): RemovedPasskey => ({
  id,
  name,
  created_at: timestamp(created_at),
  removed_at: timestamp(removed_at),
  by: removed_by,
})
