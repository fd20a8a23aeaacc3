import type { Messages } from '../ja.ts'

export const facts: Messages['facts'] = {
  yours: 'What is the state of your records?',
  what: 'Which records?',
  who: 'Who uses them, and what for?',
  canStop: 'Can it be stopped?',
  does: 'What does stopping do?',
  doesText: [
    'From then on your records are not used for the purpose you stopped.',
    'When that is done, this page says “Stopped”.',
  ],
  doesNot: 'What does stopping not do?',
  doesNotText: [
    'Your care and insurance stay the same.',
    'Records already shared cannot be taken back, nor taken out of finished research.',
    'Other databases are not affected.',
  ],
  exceptions: 'Does anything go on after a stop?',
  linkedWith: 'What is it linked with?',
  retention: 'How long is it kept?',
  rights: 'What else can you do?',
  basis: 'What is the legal basis?',
  missing: 'That database is not in our list.',
  evidence: (mark) => `Source: ${mark}`,
  evidences: 'The source of each',
  marks: {
    S: 'official',
    T: 'unofficial',
    '?': 'not confirmed',
    demo: 'made up for the demonstration',
  },
  checkedOn: (date) => `Checked on ${date}`,
  searchedOn: (date) => `We looked on ${date}.`,
  outdated: 'This may be out of date',
  statuses: {
    enacted: 'Its law was made. No source confirms that it has begun.',
    planned: 'It is planned. No source confirms that it has begun.',
  },
  inForceOn: (date) => `from ${date}`,
}
