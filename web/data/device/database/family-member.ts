import type { Relation } from '../../../../api/contract/acting.ts'

/**
 * What the device's owner calls somebody for whom they act. It is on this device only, and never sent. `id`: what the
 * portal calls them. `acted_at`: when they were last chosen.
 */
export type FamilyMember = { id: string; relation: Relation; label: string; acted_at: string }
