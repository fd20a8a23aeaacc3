import type { DecisionView } from '../../../api/contract/patient.ts'
import { createCached } from '../device/cached.ts'
import { api } from '../http/api.ts'
import type { Loadable } from '../state/loadable.ts'
import { useStore } from '../state/store.ts'

const decisions = createCached({
  name: 'decisions',
  fetch: async () => (await api.decisions()).decisions,
  pace: () => null,
})

/** The patient's decisions, newest first, from the server, else as this device last stored them. */
export function useDecisions(): Loadable<DecisionView[]> {
  return useStore(decisions)
}

export const refreshDecisions = decisions.refresh
export const resetDecisions = decisions.reset
