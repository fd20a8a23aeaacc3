import type { ActingFor } from '../../../api/contract/acting.ts'
import type { Choice, DecisionOptions } from '../../../api/contract/patient.ts'
import type { RecordAnswer } from '../../../api/contract/record.ts'
import { decisionChallenge } from '../../../api/domain/decision.ts'
import { coverageAnswer } from '../../web/ui/support/fixtures.ts'
import {
  type Answer,
  type Answers,
  DECISION,
  databasesAnswer,
  decided,
  decisions,
  LINKED,
  preview,
  problem,
  RECEIPT,
  sessionAnswer,
  stopped,
  USUAL,
} from '../answers.ts'
import type { Hands, ScreenState } from '../state.ts'
import { decidedFor, RECEIPT_CALL, RECEIPTS } from './asked.ts'
import { PEOPLE } from './people.ts'

const PROOFING = '0b0c6b0e-8f0e-4f43-9f58-6b2f6f3b2c55'
const json = (value: unknown): Answer => ({ json: value })

const actingFor = (change: Partial<ActingFor> = {}): ActingFor => ({
  relation: 'child',
  person: 'elder',
  until: new Date(Date.now() + 8 * 60_000).toISOString(),
  not_disclosed: false,
  ...change,
})

/** Every answer about a person, with whom it is about. */
function about(answers: Answers, of: Pick<ActingFor, 'relation' | 'person'>): Answers {
  const theirs = /^(GET \/api\/(databases|decisions|usage|record|portal\/.*coverage)|POST \/api\/decisions)/
  const whom = { relation: of.relation, person: of.person }
  return Object.fromEntries(
    Object.entries(answers).map(([call, answer]) => {
      if (!theirs.test(call) || typeof answer !== 'object') return [call, answer]
      if ('made' in answer)
        return [call, { made: (body) => ({ ...(answer.made(body) as object), for: whom }) }]
      return 'json' in answer
        ? [call, { ...answer, json: { ...(answer.json as object), for: whom } }]
        : [call, answer]
    }),
  )
}

/** The preview of a decision for somebody: the usual one, which says for whom. */
const previewFor = (of: ActingFor): Answer => ({
  made: (body) => {
    const usual = (preview as { made: (body: unknown) => DecisionOptions }).made(body)
    const decision = { ...usual.decision, for: of.relation }
    const challenge = decisionChallenge(usual.nonce, decision)
    return { ...usual, decision, options: { ...usual.options, challenge } }
  },
})

/** The answers in a session that acts for somebody. */
const acting = (change: Partial<ActingFor> = {}, more: Answers = {}): Answers => {
  const of = actingFor(change)
  const record = (USUAL['GET /api/record'] as { json: RecordAnswer }).json
  return about(
    {
      ...USUAL,
      'GET /api/session': {
        made: () => sessionAnswer({ proofed: true, represents: 3, for: actingFor(change) }),
      },
      'GET /api/people': PEOPLE,
      'GET /api/databases': databasesAnswer(LINKED),
      'GET /api/decisions': decisions(decidedFor(of.relation)),
      [RECEIPT_CALL]: { text: RECEIPTS[of.relation], type: 'application/jwt' },
      'GET /api/record': json({
        next: null,
        entries: record.entries
          .filter(({ kind }) => kind !== 'signed-in' && kind !== 'case-opened')
          .map((entry) =>
            entry.by === 'me' ? { ...entry, by: 'representative', relation: of.relation } : entry,
          ),
      } satisfies RecordAnswer),
      'POST /api/decisions/options': previewFor(of),
      'GET /api/messages': problem('acting'),
      [`GET /api/portal/requests/${PROOFING}`]: json({ status: 'ready' }),
      [`GET /api/portal/requests/${PROOFING}/coverage`]: {
        made: () =>
          coverageAnswer({
            shown_until: new Date(Date.now() + 500_000).toISOString(),
            branch: '03',
            not_disclosed: of.not_disclosed,
          }),
      },
      ...more,
    },
    of,
  )
}

const choosing =
  (choice: Choice) =>
  async ({ page, t, tap }: Hands): Promise<void> => {
    await page.locator(`input[value=${choice}]`).check()
    await tap(t.decisions.next)
  }

async function toMe({ page }: Hands): Promise<void> {
  await page.evaluate((id) => sessionStorage.setItem('proofing', id), PROOFING)
  await page.reload()
}

const band = ({ people: p }: Parameters<ScreenState['says']>[0]) => [p.about(p.relations.child), p.back]

export const actingStates: ScreenState[] = [
  {
    name: 'p3-acting',
    path: '/me',
    answers: acting(),
    act: toMe,
    says: (t) => [t.whose.child.coverage.title, ...band(t), t.coverage.notStored, t.people.again],
  },
  {
    name: 'p4-acting-child',
    path: '/status',
    answers: acting(),
    says: (t) => [t.databases.title, ...band(t), t.whose.child.databases.linkedTitle],
  },
  {
    name: 'p4-acting-ward',
    path: '/status',
    answers: acting({ relation: 'ward', person: 'ward' }),
    says: (t) => [
      t.databases.title,
      t.people.about(t.people.relations.ward),
      t.whose.ward.databases.linkedTitle,
    ],
  },
  {
    name: 'p5-acting',
    path: '/databases/demo-registry',
    answers: acting(),
    says: (t) => ['', ...band(t), t.whose.child.facts.yours],
  },
  {
    name: 'p6-acting',
    path: '/choose?scope=all',
    answers: acting(),
    says: (t) => [t.whose.child.decisions.chooseTitle, ...band(t), t.decisions.stop, t.decisions.allow],
  },
  {
    name: 'p7-acting',
    path: '/choose?scope=all',
    answers: acting(),
    act: choosing('stop'),
    says: (t) => [
      t.whose.child.decisions.confirmTitle,
      ...band(t),
      t.decisions.statementsFor.child.stop(t.decisions.everything),
      ...t.decisions.consequencesFor,
      t.decisions.submit,
    ],
  },
  {
    name: 'p7-acting-offline',
    path: '/choose?scope=all',
    answers: acting({}, { 'POST /api/decisions/options': 'offline' }),
    act: choosing('stop'),
    says: (t) => [t.whose.child.decisions.confirmTitle, t.whose.child.shell.noStorage, t.shell.retry],
  },
  {
    name: 'p7-acting-stop-stands',
    path: '/choose?scope=all',
    answers: acting({}, { 'POST /api/decisions/options': problem('stop-stands') }),
    act: choosing('allow'),
    says: (t) => [t.whose.child.decisions.confirmTitle, ...t.refusals.codes['stop-stands']],
  },
  {
    name: 'p8-acting',
    path: `/done/${DECISION}`,
    answers: acting({}, { 'GET /api/databases': databasesAnswer({ 'demo-registry': [stopped] }) }),
    says: (t) => [
      t.whose.child.decisions.doneTitle,
      ...band(t),
      t.decisions.statementsFor.child.stop(t.decisions.everything),
    ],
  },
  {
    name: 'p9-acting',
    path: '/history',
    answers: acting(),
    says: (t) => [t.receipts.historyTitle, ...band(t), t.receipts.by.child],
  },
  {
    name: 'p9-receipt-acting',
    path: `/history/${DECISION}`,
    answers: acting(),
    says: (t) => [t.receipts.receiptTitle, ...band(t), t.receipts.byWhom, t.receipts.by.child],
  },
  {
    name: 'p9-receipt-acting-own',
    path: `/history/${DECISION}`,
    answers: acting(
      {},
      {
        'GET /api/decisions': decisions(decided),
        [RECEIPT_CALL]: { text: RECEIPT, type: 'application/jwt' },
      },
    ),
    // The paper, which is not shown, says it too.
    act: ({ page, t }) => page.locator('.card').getByText(t.whose.child.receipts.how.personal).waitFor(),
    says: (t) => [
      t.receipts.receiptTitle,
      ...band(t),
      t.receipts.byWhom,
      t.whose.child.receipts.how.personal,
    ],
  },
  {
    name: 'p15-acting',
    path: '/record',
    answers: acting(),
    says: (t) => [t.whose.child.record.title, ...band(t)],
  },
  {
    name: 'p10-acting',
    path: '/settings',
    answers: acting(),
    says: (t) => [t.people.ownTitle, ...band(t), t.people.own, t.people.toState],
  },
  {
    name: 'p19-time-over',
    path: '/status',
    answers: acting({ until: '2026-11-24T01:00:00Z' }),
    says: ({ people: p }) => [p.overTitle, p.kept, p.on, p.back, p.toPortalAgain],
  },
  {
    name: 'p19-withdrawn',
    path: '/status',
    answers: acting({}, { 'GET /api/databases': problem('not-represented') }),
    says: ({ people: p }) => [p.withdrawnTitle, p.withdrawn, p.kept, p.onWithdrawn, p.back],
  },
  {
    name: 'p7-acting-ward',
    path: '/choose?scope=all',
    answers: acting({ relation: 'ward', person: 'ward' }),
    act: choosing('stop'),
    says: (t) => [
      t.whose.ward.decisions.confirmTitle,
      t.people.about(t.people.relations.ward),
      t.decisions.statementsFor.ward.stop(t.decisions.everything),
    ],
  },
  {
    name: 'p8-acting-ward',
    path: `/done/${DECISION}`,
    answers: acting(
      { relation: 'ward', person: 'ward' },
      { 'GET /api/databases': databasesAnswer({ 'demo-registry': [stopped] }) },
    ),
    says: (t) => [
      t.whose.ward.decisions.doneTitle,
      t.people.about(t.people.relations.ward),
      t.decisions.statementsFor.ward.stop(t.decisions.everything),
    ],
  },
  {
    name: 'p9-receipt-acting-ward',
    path: `/history/${DECISION}`,
    answers: acting({ relation: 'ward', person: 'ward' }),
    says: (t) => [t.receipts.receiptTitle, t.receipts.byWhom, t.receipts.by.ward],
  },
]
