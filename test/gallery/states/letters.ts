import { NOBODY, problem, USUAL } from '../answers.ts'
import type { ScreenState } from '../state.ts'

export const letterStates: ScreenState[] = [
  {
    name: 'p5-door',
    path: '/databases/ldi',
    answers: USUAL,
    says: ({ databases: d, letter: l }) => ['', d.optOut.available, l.doors, l.open, l.unknown],
  },
  {
    name: 'p14-letter',
    path: '/databases/ldi/letter?door=0',
    answers: NOBODY,
    says: ({ letter: l, facts: f }) => [
      l.title,
      l.lead,
      l.notSent,
      l.print,
      l.unknown,
      l.noAnswerUnknown,
      f.evidence(f.marks.T),
    ],
  },
  {
    name: 'p14-letter-and-what-holds-without-an-answer',
    path: '/databases/ncd/letter?door=0',
    answers: USUAL,
    says: ({ letter: l, facts: f }) => [l.title, l.noAnswer, f.evidence(f.marks.S), l.print],
  },
  {
    name: 'p14-no-door',
    path: '/databases/ndb/letter',
    answers: USUAL,
    says: ({ letter: l }) => [l.title, l.noDoor],
  },
  {
    name: 'p14-not-in-the-catalogue',
    path: '/databases/nothing/letter',
    answers: USUAL,
    says: ({ letter: l, facts: f }) => [l.title, f.missing],
  },
  {
    name: 'p14-loading',
    path: '/databases/ldi/letter',
    answers: { ...USUAL, 'GET /api/catalogue': 'silence' },
    says: (t) => [t.letter.title, t.shell.waiting],
  },
  {
    name: 'p14-down',
    path: '/databases/ldi/letter',
    answers: { ...USUAL, 'GET /api/catalogue': problem('unavailable') },
    says: (t) => [t.letter.title, ...t.failures.codes.unavailable, t.shell.retry],
  },
  {
    name: 'p14-offline-and-nothing-kept',
    path: '/databases/ldi/letter',
    answers: { ...USUAL, 'GET /api/catalogue': 'offline' },
    says: (t) => [t.letter.title, ...t.failures.codes.offline, t.shell.retry],
  },
]
