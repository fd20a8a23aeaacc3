import type { CasesAnswer, CaseView } from '../../api/contract/cases.ts'
import type { CatalogueAnswer } from '../../api/contract/catalogue.ts'
import type { Desk, DesksAnswer } from '../../api/contract/desk/staff.ts'
import type { Message, MessagesAnswer } from '../../api/contract/messages.ts'
import type {
  DatabasesAnswer,
  DatabaseView,
  DecisionOptions,
  DecisionsAnswer,
  Effect,
  Intent,
  PasskeysAnswer,
  SessionAnswer,
  UsageAnswer,
} from '../../api/contract/patient.ts'
import { PROBLEM_STATUS } from '../../api/contract/problem-status.ts'
import { PROBLEM_TITLES } from '../../api/contract/problem-titles.ts'
import type { Problem, ProblemCode } from '../../api/contract/problems.ts'
import type { PushAnswer } from '../../api/contract/push.ts'
import type { RecordAnswer, RecordEntry } from '../../api/contract/record.ts'
import { listedDatabase } from '../../api/domain/catalogue/listed.ts'
import { decisionChallenge, publicDatabase } from '../../api/domain/decision.ts'
import { textHash } from '../../api/domain/text.ts'
import { decisionWords } from '../../web/text/decision-words.ts'
import { withoutRuby } from '../../web/text/ruby.ts'
import { CATALOGUE } from '../support/catalogue.ts'
import { wordsOf } from '../support/words.ts'
import { linkage, passkey, progress, use } from '../web/ui/support/fixtures.ts'
import { ISSUER_KEYS, receiptOf } from './issuer.ts'

/** The answer to a call: a value of the contract, a text, a problem, nothing at all, or no network. */
export type Answer =
  | { json: unknown; status?: number }
  | { text: string; type: string }
  | { problem: ProblemCode }
  /** Made when it is asked for: with what was sent, or with a time that is counted from then. */
  | { made: (body: unknown) => unknown }
  | 'silence'
  | 'offline'

/** Answers by method and path, such as `GET /api/session`. */
export type Answers = Record<string, Answer>

const json = (value: unknown): Answer => ({ json: value })

/** The real catalogue. `linked` adds linkages to some of its databases. */
export function databases(linked: Record<string, DatabaseView['linkages']> = {}): DatabaseView[] {
  return CATALOGUE.map((one) => ({ ...listedDatabase(one), linkages: linked[one.id] ?? [] }))
}

export const catalogue = json({ databases: CATALOGUE.map(publicDatabase) } satisfies CatalogueAnswer)

/** As in production. */
const PUBLISHING = { stop_within_s: 3600, allow_within_s: 25_200 }

export const databasesAnswer = (
  linked: Record<string, DatabaseView['linkages']>,
  standing: DatabasesAnswer['standing'] = null,
  restored_at: string | null = null,
): Answer =>
  json({
    databases: databases(linked),
    standing,
    standing_purposes: [],
    publishing: PUBLISHING,
    restored_at,
  } satisfies DatabasesAnswer)

export const usable = linkage()
export const recorded = linkage({ state: 'stopped', progress: progress() })
export const delivered = linkage({
  state: 'stopped',
  progress: progress({ received_at: '2026-11-24T01:00:02Z' }),
})
export const stopped = linkage({
  state: 'stopped',
  progress: progress({ received_at: '2026-11-24T01:00:02Z', applied_at: '2026-11-24T01:00:03Z' }),
})
export const notFound = linkage({
  ...stopped,
  outcome: { code: 'not-found', at: '2026-11-24T01:00:04Z' },
})
export const partlyStopped = linkage({
  ...stopped,
  outcome: { code: 'partly', reason: 'approved-before', until: '2027-03-31', at: '2026-11-24T01:00:04Z' },
})
export const late = linkage({
  state: 'stopped',
  progress: progress({ received_at: '2026-11-24T01:00:02Z', late: true }),
})

export const sessionAnswer = (change: Partial<SessionAnswer> = {}): SessionAnswer => ({
  patient: { since: '2026-09-01T00:00:00Z' },
  proofed: false,
  device: 'personal',
  expires_at: '2099-01-01T00:00:00Z',
  new_passkeys: [],
  removed_passkeys: [],
  ...change,
})
export const session = (change: Partial<SessionAnswer> = {}): Answer => json(sessionAnswer(change))

export const passkeys = (...list: PasskeysAnswer['passkeys']): Answer =>
  json({
    rp_id: 'localhost',
    user: { id: 'aGFuZGxl', name: 'えらぶ 2026-09-01' },
    passkeys: list,
    removed: [],
  } satisfies PasskeysAnswer)

export const problem = (code: ProblemCode): Answer => ({ problem: code })
export const problemBody = (code: ProblemCode): Problem => ({
  type: `urn:erabu:problem:${code}`,
  title: PROBLEM_TITLES[code],
  status: PROBLEM_STATUS[code],
  request_id: 'gallery',
})

export const DECISION = 'b6b1a6cb-7a0e-4b52-9a5e-0c7f1f1d1c11'
export const decided = {
  choice: 'stop',
  scope: { all: true },
  text: textHash(
    withoutRuby(decisionWords(wordsOf.ja.messages, { choice: 'stop', scope: { all: true } }, (id) => id)),
  ),
  locale: 'ja',
  id: DECISION,
  device: 'personal',
  recorded_at: '2026-11-24T01:00:00Z',
  receipt_number: 'R-7K3M-Q2XD-9FTA',
  databases: ['demo-registry', 'demo-jisedai', 'demo-biobank'],
} satisfies DecisionsAnswer['decisions'][number]
export const decisions = (...list: DecisionsAnswer['decisions']): Answer =>
  json({ decisions: list, next: null } satisfies DecisionsAnswer)

/** The receipt of the decision, and the keys that verify it. */
export const RECEIPT = await receiptOf(decided)
export const KEYS = json(ISSUER_KEYS)
export const allowed = { ...decided, choice: 'allow' } as const
export const allowedReceipt = await receiptOf(allowed)

/** The preview for any decision: the first linkages change, those of the databases by law do not. */
export const preview: Answer = {
  made: (body) => {
    const decision = { ...(body as { decision: Intent }).decision, id: DECISION }
    const nonce = 'D'.repeat(43)
    const effect = (database: string, change: Partial<Effect>): Effect => ({
      database,
      purpose: 'research',
      from: 'usable',
      to: 'unchanged',
      why: 'covered',
      ...change,
    })
    return {
      decision,
      nonce,
      effects: [
        effect('demo-registry', { to: 'stopped' }),
        effect('demo-jisedai', { to: 'stopped' }),
        effect('demo-statutory', { why: 'not-by-law' }),
        effect('demo-biobank', { purpose: null, from: null, why: 'not-linked' }),
        effect('ndb', { purpose: null, from: null, why: 'no-feed' }),
      ],
      options: {
        challenge: decisionChallenge(nonce, decision),
        rpId: 'localhost',
        timeout: 120_000,
        userVerification: 'required',
      },
    } satisfies DecisionOptions
  },
}

const usage = json({
  databases: [
    {
      database: 'demo-registry',
      uses: [
        use(),
        use({
          id: 'use-2',
          project: {
            ...use().project,
            id: 'p2',
            title: '薬の安全性に関する研究',
            organisation: '模擬製薬',
            environment: 'copy',
          },
          from: '2026-09-01',
          to: '2026-09-30',
          reported_at: '2026-10-01T00:00:00Z',
          class: 'approved-before',
        }),
      ],
      nothing_reported_since: '2026-11-01',
    },
  ],
} satisfies UsageAnswer)

export const LINKED = {
  'demo-registry': [usable],
  'demo-jisedai': [linkage({ state: 'waiting', usable_from: '2026-12-20' })],
  'demo-statutory': [linkage({ purpose: 'policy' })],
}

/** The answers for a signed-in person without anything unusual. */
const at = (minute: number) => `2026-11-24T01:${String(minute).padStart(2, '0')}:00Z`
const registry = { database: 'demo-registry', purpose: 'research' } as const
const project = { id: 'p-1', title: '糖尿病の重症化に関する研究', organisation: '模擬大学' }

/** Something of every kind but what ends an account. */
const RECORDED: RecordEntry[] = [
  {
    id: 'j',
    at: at(9),
    kind: 'case-opened',
    by: 'erabu',
    ...registry,
    case: { number: 'C-7K3M-Q2XD', due_on: '2026-12-08' },
  },
  {
    id: 'i',
    at: at(8),
    kind: 'used',
    by: 'holder',
    ...registry,
    project,
    from: '2026-10-01',
    to: '2026-10-31',
    class: 'before',
  },
  {
    id: 'h',
    at: at(7),
    kind: 'outcome',
    by: 'holder',
    ...registry,
    outcome: { code: 'partly', reason: 'published', until: '2027-03-31' },
  },
  {
    id: 'g',
    at: at(6),
    kind: 'applied',
    by: 'holder',
    database: 'demo-jisedai',
    purpose: 'research',
    change: 'stop',
  },
  { id: 'f', at: at(5), kind: 'received', by: 'holder', ...registry, change: 'stop' },
  { id: 'e', at: at(4), kind: 'told', by: 'erabu', ...registry, change: 'stop' },
  {
    id: 'd',
    at: at(3),
    kind: 'decided',
    by: 'me',
    device: 'personal',
    decision: { id: DECISION, choice: 'stop', scope: { all: true }, receipt_number: 'R-7K3M-Q2XD-9FTA' },
  },
  { id: 'c', at: at(2), kind: 'signed-in', by: 'me', device: 'personal' },
  { id: 'b', at: at(1), kind: 'asked', by: 'erabu', device: 'personal' },
  { id: 'a', at: at(0), kind: 'linked', by: 'holder', ...registry },
]

export const record = (entries: RecordEntry[], next: string | null = null): Answer =>
  json({ entries, next } satisfies RecordAnswer)

export const cases = (...list: CaseView[]): Answer => json({ cases: list } satisfies CasesAnswer)

export const messages = (list: Message[]): Answer =>
  json({
    messages: list,
    unread: list.filter(({ read_at }) => read_at === null).length,
  } satisfies MessagesAnswer)

/** The desks that take forms on paper. */
export const desks = (list: Desk[]): Answer => json({ desks: list } satisfies DesksAnswer)

export const USUAL: Answers = {
  'GET /api/session': session(),
  'DELETE /api/session': { json: null, status: 204 },
  'GET /api/databases': databasesAnswer(LINKED),
  'GET /api/decisions': decisions(decided),
  [`GET /api/decisions/${DECISION}/receipt`]: { text: RECEIPT, type: 'application/jwt' },
  'POST /api/decisions/options': preview,
  'POST /api/push': { json: null, status: 204 },
  'DELETE /api/push': { json: null, status: 204 },
  'GET /api/push': json({ public_key: `B${'A'.repeat(86)}`, on: false } satisfies PushAnswer),
  'GET /api/passkeys': passkeys(
    passkey({ id: 'one', name: '自分のスマートフォン' }),
    passkey({ id: 'two', aaguid: '', backed_up: false, current: false }),
  ),
  'GET /api/usage': usage,
  'GET /api/cases': cases(),
  'GET /api/record': record(RECORDED),
  'GET /api/messages': messages([]),
  'GET /api/catalogue': catalogue,
  'GET /api/desks': desks([]),
  'GET /jwks.json': KEYS,
}

/** The answers while nobody is signed in. */
export const NOBODY: Answers = {
  'GET /api/session': problem('not-signed-in'),
  'POST /api/sessions/options': json({
    challenge: 'E'.repeat(43),
    rpId: 'localhost',
    timeout: 120_000,
    userVerification: 'required',
  }),
  'GET /api/catalogue': catalogue,
  'GET /api/desks': desks([]),
  'GET /jwks.json': json({ keys: [] }),
}
