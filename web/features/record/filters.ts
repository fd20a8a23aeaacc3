import type { RecordEntry } from '../../../api/contract/record.ts'

const DATABASES = ['linked', 'unlinked', 'told', 'received', 'applied', 'outcome'] as const
const USES = ['used', 'erased', 'case-opened', 'case-answered'] as const
const ACCOUNT = [
  'asked',
  'signed-in',
  'passkey-added',
  'passkey-removed',
  'recovered',
  'counter-back',
] as const

export type Filter = 'all' | 'decisions' | 'databases' | 'uses' | 'account'

/** What each choice of P15 shows. Every kind is in `all` and in one of the others. */
export const FILTERS: Record<Filter, readonly RecordEntry['kind'][]> = {
  all: [...DATABASES, ...USES, ...ACCOUNT, 'decided'],
  decisions: ['decided'],
  databases: DATABASES,
  uses: USES,
  account: ACCOUNT,
}
