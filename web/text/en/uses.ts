import type { Messages } from '../ja.ts'

export const uses: Messages['uses'] = {
  title: 'What were they used for until now?',
  none: 'Nothing has been reported yet. That does not mean they were not used.',
  noneSince: (date: string) => `Nothing was reported after ${date}. That does not mean they were not used.`,
  project: 'What for',
  by: 'Used by',
  purpose: 'Purpose',
  period: 'When',
  fromTo: (from: string, to: string) => `${from} to ${to}`,
  leftTitle: 'Records that were already shared',
  leftNone: 'No copy has been reported as handed out.',
  copy: 'A copy was handed out.',
  copyUntil: (date) => `A copy was handed out. It has to be erased by ${date}.`,
  erased: (date) => `The copy that was handed out is reported as erased on ${date}.`,
  untold: 'Nothing was reported about whether a copy was handed out.',
  approved: 'Approved by, and when',
  approvedBy: (by, date) => `${by} (${date})`,
  environment: 'Where it is used',
  environments: {
    visiting: 'Inside the database. No copy is handed out',
    copy: 'Outside of the database. A copy is handed out',
  },
  form: 'In what form',
  forms: {
    pseudonymised: 'Names are removed. With other data, somebody may tell whose records they are',
    anonymised: 'Nobody can tell whose records they are',
  },
  endsOn: 'The use ends on',
  eraseBy: 'To be erased by',
  erasedOn: 'Erased on (as reported)',
  order: 'Before or after a stop',
}
