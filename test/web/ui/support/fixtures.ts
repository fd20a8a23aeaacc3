import type { CaseView } from '../../../../api/contract/cases.ts'
import type { PublicDatabase } from '../../../../api/contract/catalogue.ts'
import type {
  Coverage,
  CoverageAnswer,
  DatabaseView,
  LinkageView,
  PasskeyView,
  Progress,
  UsageAnswer,
} from '../../../../api/contract/patient.ts'
import { publicDatabase } from '../../../../api/domain/decision.ts'
import { databaseOf, factsWith } from '../../../support/catalogue.ts'

/** The same text in every language. */
export const text = (words: string) => ({ ja: words, 'ja-easy': words, en: words })

/** What the catalogue has of the registry; `facts`: those that are established. */
export const entry = (
  change: Partial<PublicDatabase> = {},
  facts: Parameters<typeof factsWith>[0] = {},
): PublicDatabase => ({
  ...publicDatabase(databaseOf({ id: 'demo-registry', facts: factsWith(facts) })),
  ...change,
})

export const database = (change: Partial<DatabaseView> = {}): DatabaseView => ({
  id: 'demo-registry',
  name: { ja: '症例レジストリ', en: 'Case Registry' },
  holder: { ja: '学会', en: 'Society' },
  demo: false,
  status: 'live',
  in_force_on: null,
  basis: { ja: '倫理指針', en: 'Guidelines' },
  opt_out: 'available',
  how: { ja: 'この画面から停止できます。', en: 'You can stop it here.' },
  source: '資料',
  mark: 'S',
  checked_on: '2026-11-22',
  review_by: '2027-05-31',
  stoppable: true,
  purposes: ['research', 'industry'],
  linkages: [],
  ...change,
})

export const progress = (change: Partial<Progress> = {}): Progress => ({
  recorded_at: '2026-11-24T01:00:00Z',
  publish_by: '2026-11-24T02:00:00Z',
  published_at: null,
  received_at: null,
  applied_at: null,
  due_at: '2026-11-25T01:00:00Z',
  late: false,
  ...change,
})

export const linkage = (change: Partial<LinkageView> = {}): LinkageView => ({
  purpose: 'research',
  state: 'usable',
  since: '2026-10-01T00:00:00Z',
  usable_from: null,
  precision: 'id5',
  held: false,
  progress: null,
  outcome: null,
  ...change,
})

export const passkey = (change: Partial<PasskeyView> = {}): PasskeyView => ({
  id: 'one',
  name: null,
  aaguid: 'ea9b8d66-4d01-1d21-3ce4-b6b48cb575d4',
  created_at: '2026-09-01T00:00:00Z',
  last_used_at: '2026-11-24T00:00:00Z',
  backed_up: true,
  current: true,
  ...change,
})

export const coverage = (change: Partial<Coverage> = {}): Coverage => ({
  insurer_number: '06990014',
  symbol: '１２３４',
  number: '7654321',
  branch: '02',
  qualified_on: '2024-04-01',
  ended_on: null,
  ...change,
})

export const coverageAnswer = (change: Partial<CoverageAnswer> = {}): CoverageAnswer => {
  const { ended_on: _ended_on, ...current } = coverage()
  return { ...current, history: [], not_disclosed: false, shown_until: '2026-11-24T01:10:00Z', ...change }
}

/** The report of a use, as `GET /api/usage` names it. */
export const USE = '2f0d7c0e-5a43-4c55-9f0e-1f6f2f8f4b11'

export const use = (
  change: Partial<UsageAnswer['databases'][number]['uses'][number]> = {},
): UsageAnswer['databases'][number]['uses'][number] => ({
  id: USE,
  project: {
    id: 'p1',
    title: '糖尿病の重症化に関する研究',
    organisation: '模擬大学',
    purpose: 'research',
    approved_by: '模擬大学 倫理審査委員会',
    approved_on: '2026-04-01',
    environment: 'visiting',
    form: 'pseudonymised',
    ends_on: '2027-03-31',
    erase_by: '2027-06-30',
    erased_on: null,
  },
  from: '2026-10-01',
  to: '2026-10-31',
  reported_at: '2026-11-01T00:00:00Z',
  class: 'before',
  ...change,
})

/** A person's open case about that use. */
export const caseView = (change: Partial<CaseView> = {}): CaseView => ({
  number: 'C-7K3M-Q2XD',
  about: 'use',
  database: 'demo-registry',
  ref: USE,
  says: 'not-mine',
  opened_by: 'me',
  opened_at: '2026-11-24T01:00:00Z',
  due_on: '2099-12-08',
  state: 'open',
  answer: null,
  ...change,
})

/** A case about a database, not about one use. */
export function generalCase(change: Partial<CaseView> = {}): CaseView {
  const { ref: _ref, ...view } = caseView(change)
  return view
}

/** A case of somebody who was taken for another person. */
export function personCase(change: Partial<CaseView> = {}): CaseView {
  const { database: _database, ...view } = generalCase({ number: 'C-9999-9999', about: 'person', ...change })
  return view
}

/** A case that the system opened about that use. */
export function foundCase(change: Partial<CaseView> = {}): CaseView {
  const { says: _says, ...view } = caseView({ opened_by: 'erabu', ...change })
  return view
}
