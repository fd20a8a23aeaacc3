import type { Message } from '../../../api/contract/messages.ts'
import { type Answers, DECISION, messages, problem, USUAL } from '../answers.ts'
import type { ScreenState } from '../state.ts'

const registry = { database: 'demo-registry', purpose: 'research' } as const
const use = {
  ...registry,
  project: { id: 'p-1', title: '糖尿病の重症化に関する研究', organisation: '模擬大学' },
  from: '2026-10-01',
  to: '2026-10-31',
}
const number = 'C-7K3M-Q2XD'
const at = (minute: number) => `2026-11-24T01:${String(minute).padStart(2, '0')}:00Z`
const fresh = { read_at: null }
const read = { read_at: at(30) }

const AFTER_STOP: Message = {
  id: 'after-stop',
  at: at(20),
  kind: 'used-after-stop',
  ...fresh,
  ...use,
  class: 'after-stop',
  case: { number, due_on: '2099-12-08' },
}
/** One of every kind, some of them new. */
const EVERY: Message[] = [
  AFTER_STOP,
  { id: 'late', at: at(19), kind: 'late', ...fresh, database: 'demo-jisedai', decision: DECISION },
  {
    id: 'opens',
    at: at(18),
    kind: 'opens',
    ...fresh,
    ...registry,
    purpose: 'industry',
    usable_from: '2099-12-24',
  },
  {
    id: 'stopped',
    at: at(17),
    kind: 'stopped',
    ...read,
    databases: ['demo-biobank', 'demo-registry'],
    decision: DECISION,
  },
  { id: 'reported', at: at(16), kind: 'reported', ...read, databases: ['demo-registry'], decision: DECISION },
  {
    id: 'answered',
    at: at(15),
    kind: 'answered',
    ...read,
    database: 'demo-registry',
    case: { number, due_on: '2026-12-08', answer: 'corrected' },
  },
  { id: 'used', at: at(14), kind: 'used', ...read, ...use, class: 'before' },
  { id: 'linked', at: at(13), kind: 'linked', ...read, ...registry },
  { id: 'added', at: at(12), kind: 'passkey-added', ...read },
  { id: 'removed', at: at(11), kind: 'passkey-removed', ...read },
  { id: 'recovered', at: at(10), kind: 'recovered', ...read },
  { id: 'back', at: at(9), kind: 'counter-back', ...read },
]
const marked: Answers = Object.fromEntries(
  EVERY.map(({ id }) => [`POST /api/messages/${id}/read`, { json: null, status: 204 }]),
)
const listed = (list: Message[]): Answers => ({ ...USUAL, ...marked, 'GET /api/messages': messages(list) })

export const messageStates: ScreenState[] = [
  {
    name: 'p4-new-messages',
    path: '/status',
    answers: listed(EVERY.slice(1)),
    says: ({ databases: d, messages: m }) => [d.title, m.unread('2')],
  },
  {
    name: 'p4-use-after-stop',
    path: '/status',
    answers: listed([AFTER_STOP]),
    says: ({ databases: d, messages: m }) => [d.title, m.usedAfterStop(''), m.unread('1')],
  },
  {
    name: 'p16-messages',
    path: '/messages',
    answers: listed(EVERY),
    says: ({ messages: m }) => [
      m.title,
      m.isNew,
      m.usedAfterStop(''),
      m.stoppedText,
      m.reported,
      m.accountText,
      m.limits,
    ],
  },
  {
    name: 'p16-messages-use-answered',
    path: '/messages',
    answers: listed([
      { ...AFTER_STOP, ...read, case: { number, due_on: '2026-12-08', answer: 'stopped' } },
      { ...AFTER_STOP, ...read, id: 'overdue', case: { number, due_on: '2020-12-08' } },
    ]),
    says: ({ messages: m, cases: c }) => [m.title, m.caseAnswered(number, c.answers.stopped)],
  },
  {
    name: 'p16-messages-empty',
    path: '/messages',
    answers: USUAL,
    says: ({ messages: m }) => [m.title, m.none, m.limits],
  },
  {
    name: 'p16-messages-down',
    path: '/messages',
    answers: { ...USUAL, 'GET /api/messages': problem('unavailable') },
    says: (t) => [t.messages.title, ...t.failures.codes.unavailable, t.shell.retry],
  },
  {
    name: 'p16-messages-offline',
    path: '/messages',
    answers: { ...USUAL, 'GET /api/messages': 'offline' },
    says: (t) => [t.messages.title, ...t.failures.codes.offline, t.shell.retry],
  },
  {
    name: 'p16-messages-loading',
    path: '/messages',
    answers: { ...USUAL, 'GET /api/messages': 'silence' },
    says: (t) => [t.messages.title, t.shell.waiting],
  },
]
