import type { CaseCreated } from '../../../api/contract/cases.ts'
import { caseView, foundCase, generalCase, personCase, USE } from '../../web/ui/support/fixtures.ts'
import {
  type Answer,
  cases,
  databasesAnswer,
  LINKED,
  NOBODY,
  partlyStopped,
  problem,
  session,
  USUAL,
} from '../answers.ts'
import type { Hands, ScreenState } from '../state.ts'

const answered = { state: 'answered', opened_at: '2026-11-10T01:00:00Z', due_on: '2026-11-24' } as const
const PROOFED = session({ patient: null, proofed: true })
const at = '2026-11-20T01:00:00Z'
/** One of every kind: waiting, overdue, opened by Erabu, and every answer. */
const EVERY = cases(
  caseView(),
  generalCase({ number: 'C-2222-2222', about: 'outcome', says: 'missing', due_on: '2026-11-20' }),
  foundCase({ number: 'C-3333-3333', due_on: '2026-11-20' }),
  caseView({ number: 'C-4444-4444', ...answered, answer: { code: 'corrected', at } }),
  foundCase({ number: 'C-5555-5555', ...answered, answer: { code: 'stopped', at } }),
  caseView({ number: 'C-6666-6666', says: 'after-stop', ...answered, answer: { code: 'lawful', at } }),
  caseView({ number: 'C-7777-7777', ...answered, answer: { code: 'no-error', at } }),
  generalCase({
    number: 'C-8888-8888',
    about: 'linkage',
    says: 'unclear',
    ...answered,
    answer: { code: 'asked-holder', at },
  }),
  personCase(),
)

const created = (opened_at: string): Answer => ({
  status: 201,
  json: { case: { number: 'C-7K3M-Q2XD', opened_at, due_on: '2099-12-08' } } satisfies CaseCreated,
})

const ABOUT_USE = `/databases/demo-registry/ask?about=use&ref=${USE}`
const ASKED = {
  ...USUAL,
  'GET /api/databases': databasesAnswer({ ...LINKED, 'demo-registry': [partlyStopped] }),
}

async function send({ page, t, tap }: Hands): Promise<void> {
  await page.locator('input[value=not-mine]').check()
  await tap(t.cases.send)
}

/** P17 after a question was sent and this came. */
const sent = (name: string, answer: Answer, says: ScreenState['says']): ScreenState => ({
  name,
  path: ABOUT_USE,
  answers: { ...USUAL, 'POST /api/cases': answer },
  act: send,
  says,
})

export const caseStates: ScreenState[] = [
  {
    name: 'p5-asked',
    path: '/databases/demo-registry',
    answers: {
      ...ASKED,
      'GET /api/cases': cases(caseView(), generalCase({ number: 'C-2222-2222', about: 'outcome' })),
    },
    says: ({ cases: c }) => [
      '',
      c.doubt + c.doubtOf(c.matters.linkage),
      c.doubt + c.doubtOf(c.matters.outcome),
      c.about.open('C-7K3M-Q2XD'),
    ],
  },
  {
    name: 'p17-ask-about-a-use',
    path: ABOUT_USE,
    answers: USUAL,
    says: ({ cases: c, uses: u }) => [
      c.askTitle,
      u.project,
      c.says['after-stop'],
      c.says['not-mine'],
      ...c.next,
      c.send,
      c.leave,
    ],
  },
  {
    name: 'p17-ask-about-an-outcome',
    path: '/databases/demo-registry/ask?about=outcome',
    answers: ASKED,
    says: ({ cases: c, databases: d }) => [c.askTitle, c.matters.outcome, d.outcomes.partly, c.says.missing],
  },
  {
    name: 'p17-ask-about-a-linkage',
    path: '/databases/demo-registry/ask?about=linkage',
    answers: { ...USUAL, 'GET /api/cases': cases(generalCase({ about: 'linkage' })) },
    says: ({ cases: c }) => [
      c.askTitle,
      c.matters.linkage,
      c.says.missing,
      c.asking('C-7K3M-Q2XD'),
      c.toList,
    ],
  },
  {
    name: 'p17-ask-nothing-chosen',
    path: ABOUT_USE,
    answers: USUAL,
    act: ({ t, tap }) => tap(t.cases.send),
    says: (t) => [t.cases.askTitle, t.shell.errorHeading, t.cases.needSays],
  },
  {
    name: 'p17-ask-sending',
    path: ABOUT_USE,
    answers: { ...USUAL, 'POST /api/cases': 'silence' },
    act: send,
    says: ({ cases: c }) => [c.askTitle, c.sending],
  },
  sent('p17-ask-offline', 'offline', (t) => [
    t.cases.askTitle,
    t.failures.codes.offline[0],
    t.cases.unsure,
    t.cases.send,
  ]),
  sent('p17-ask-too-many', problem('too-many-cases'), (t) => [
    t.cases.askTitle,
    ...t.refusals.codes['too-many-cases'],
    t.cases.notTaken,
    t.cases.toList,
  ]),
  sent('p17-ask-not-found', problem('not-found'), (t) => [
    t.cases.askTitle,
    t.failures.codes['not-found'][0],
    t.cases.notTaken,
  ]),
  sent('p17-taken', created('2099-01-01T00:00:00Z'), ({ cases: c }) => [
    c.takenTitle,
    'C-7K3M-Q2XD',
    c.toList,
    c.toDatabase,
  ]),
  sent('p17-taken-before', created('2026-11-24T01:00:00Z'), ({ cases: c }) => [
    c.earlierTitle,
    'C-7K3M-Q2XD',
    c.earlierText,
    c.toList,
  ]),
  {
    name: 'p17-ask-about-nothing',
    path: '/databases/demo-registry/ask?about=use&ref=nothing',
    answers: USUAL,
    says: ({ cases: c }) => [c.askTitle, c.gone, c.toDatabase],
  },
  {
    name: 'p17-not-me',
    path: '/me/not-me',
    answers: { ...USUAL, 'GET /api/session': PROOFED },
    says: ({ cases: c }) => [c.person.title, c.person.now, c.person.whom, ...c.person.next, c.send, c.leave],
  },
  {
    name: 'p17-not-me-offline',
    path: '/me/not-me',
    answers: { ...USUAL, 'GET /api/session': PROOFED, 'POST /api/cases': 'offline' },
    act: ({ t, tap }) => tap(t.cases.send),
    says: (t) => [t.cases.person.title, t.failures.codes.offline[0], t.cases.person.unsure, t.cases.send],
  },
  {
    name: 'p17-not-me-taken',
    path: '/me/not-me',
    answers: { ...USUAL, 'GET /api/session': PROOFED, 'POST /api/cases': created('2099-01-01T00:00:00Z') },
    act: ({ t, tap }) => tap(t.cases.send),
    says: ({ cases: c }) => [c.takenTitle, 'C-7K3M-Q2XD', c.person.whom, c.person.end, c.person.back],
  },
  {
    name: 'p17-not-me-taken-signed-in',
    path: '/me/not-me',
    answers: { ...USUAL, 'POST /api/cases': created('2099-01-01T00:00:00Z') },
    act: ({ t, tap }) => tap(t.cases.send),
    says: ({ cases: c }) => [c.takenTitle, 'C-7K3M-Q2XD', c.person.whom, c.toList],
  },
  {
    name: 'p17-cases',
    path: '/cases',
    answers: { ...USUAL, 'GET /api/cases': EVERY },
    says: ({ cases: c }) => [
      c.title,
      c.states.open,
      c.states.overdue,
      c.states.answered,
      ...Object.values(c.answers),
      c.found,
      c.disagreeTitle,
    ],
  },
  {
    name: 'p17-cases-empty',
    path: '/cases',
    answers: USUAL,
    says: ({ cases: c }) => [c.title, c.none, c.noneHow],
  },
  {
    name: 'p17-cases-loading',
    path: '/cases',
    answers: { ...USUAL, 'GET /api/cases': 'silence' },
    says: (t) => [t.cases.title, t.shell.waiting],
  },
  {
    name: 'p17-cases-down',
    path: '/cases',
    answers: { ...USUAL, 'GET /api/cases': problem('unavailable') },
    says: (t) => [t.cases.title, ...t.failures.codes.unavailable, t.shell.retry],
  },
  {
    name: 'p17-cases-offline',
    path: '/cases',
    answers: { ...USUAL, 'GET /api/cases': 'offline' },
    says: (t) => [t.cases.title, ...t.failures.codes.offline, t.shell.retry],
  },
  {
    name: 'p17-cases-signed-out',
    path: '/cases',
    answers: NOBODY,
    says: ({ identity: i }) => [i.signInTitle, i.signIn],
  },
]
