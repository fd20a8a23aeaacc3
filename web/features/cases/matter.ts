import type { CaseAbout, CaseSays } from '../../../api/contract/cases.ts'
import type { Matter } from '../../data/patient/cases.ts'

/** What a person can say of each matter on P17, in the order of the page. */
export const OFFERED: Record<Exclude<CaseAbout, 'person'>, CaseSays[]> = {
  use: ['after-stop', 'not-mine', 'unclear'],
  outcome: ['after-stop', 'missing', 'unclear'],
  linkage: ['not-mine', 'missing', 'unclear'],
}

/** What an address of P17 asks about; null: nothing that can be asked. */
export function matterAt(database: string, search: URLSearchParams): Matter | null {
  const about = search.get('about')
  const ref = search.get('ref')
  if (about === 'use') return ref ? { about, database, ref } : null
  return about === 'outcome' || about === 'linkage' ? { about, database } : null
}
