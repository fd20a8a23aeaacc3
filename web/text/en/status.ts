import type { Messages } from '../ja.ts'

const of = (count: number, total: number) => {
  if (total === 1) return 'In this database'
  return count === total ? `In all ${total} databases` : `In ${count} of ${total} databases`
}

export const status: Messages['status'] = {
  headlines: {
    stopped: (count, total) => `${of(count, total)}, the use has stopped`,
    registered: (count, total) => `${of(count, total)}, your decision to stop is on file`,
    moving: (count, total) => `${of(count, total)}, your decision is on its way`,
    used: (count, total) => `${of(count, total)}, your records may be used`,
    missing: (count, total) => `${of(count, total)}, your records were not found`,
    later: (count, total) => `${of(count, total)}, your records are not used yet`,
  },
  changing: (count, total) => `${of(count, total)}, something changes`,
  nobody: 'No database has told us that it holds your records',
  kinds: {
    stopped: 'stopped',
    registered: 'decision to stop on file',
    moving: 'on its way',
    late: 'late',
    used: 'may be used',
    partly: 'may be used for some purposes',
    limited: 'a part cannot be stopped',
    unstopped: 'reported as impossible to stop',
    missing: 'records not found',
    lawful: 'may be used (cannot be stopped here)',
    later: 'not used yet',
  },
  count: (count) => `${count}`,
  decision: 'Your decision: ',
  choices: { stop: 'stop', allow: 'allow' },
  exceptions: (names) => `Except, by a later decision: ${names}`,
  byOther: { child: 'decided by your family', ward: 'decided by your guardian' },
  change: 'Change the decision',
  between: ', ',
  forPurposes: (purposes) => `${purposes}: `,
}
