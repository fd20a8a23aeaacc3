import type { Messages } from '../ja.ts'
import { plural } from './plural.ts'

export const others: Messages['others'] = {
  moreTitle: (count) => `Show more (${count} other ${plural(count, 'database', 'databases')})`,
  unlinkedTitle: 'Databases that have not told us they hold your records',
  unlinkedText:
    'They have not told us that they hold your records. Your decision also applies if they link them later.',
  elsewhereTitle: 'Databases you cannot decide about here',
  elsewhereText: 'For each you can see why, and what you can still do.',
  holdsUnknown: 'We cannot tell here whether it holds your records.',
}
