import type { Relation } from '../../../api/contract/acting.ts'
import type { DatabasesAnswer } from '../../../api/contract/patient.ts'
import { textHash } from '../../../api/domain/text.ts'
import { decisionWords } from '../../../web/text/decision-words.ts'
import { messagesOf } from '../../support/words.ts'
import { linkage } from '../../web/ui/support/fixtures.ts'
import { type Answers, DECISION, databases, decided, decisions, LINKED, stopped, USUAL } from '../answers.ts'
import { receiptOf } from '../issuer.ts'
import type { ScreenState } from '../state.ts'

/** A representative's stop, on the words that they read. */
export const decidedFor = (relation: Relation) => ({
  ...decided,
  for: relation,
  text: textHash(
    decisionWords(messagesOf.ja, { choice: 'stop', scope: { all: true }, for: relation }, (id) => id),
  ),
})
export const RECEIPTS = {
  child: await receiptOf(decidedFor('child')),
  ward: await receiptOf(decidedFor('ward')),
}
export const RECEIPT_CALL = `GET /api/decisions/${DECISION}/receipt`

/** What a person sees for whom a representative decided. */
const asked = (relation: Relation): Answers => ({
  ...USUAL,
  'GET /api/databases': {
    json: {
      databases: databases({
        ...LINKED,
        'demo-registry': [linkage({ ...stopped, acting: relation })],
      }),
      standing: { choice: 'stop', since: '2026-11-24T01:00:00Z', acting: relation },
      standing_purposes: [],
      publishing: { stop_within_s: 3600, allow_within_s: 25_200 },
      restored_at: null,
      ask: [{ id: DECISION, relation }],
    } satisfies DatabasesAnswer,
  },
  'GET /api/decisions': decisions({ ...decidedFor(relation), ask: true }),
  [RECEIPT_CALL]: { text: RECEIPTS[relation], type: 'application/jwt' },
})

export const askedStates: ScreenState[] = [
  {
    name: 'p4-decided-by-family',
    path: '/status',
    answers: asked('child'),
    says: (t) => [
      t.databases.title,
      t.people.askedTitle.child,
      t.people.asked,
      t.people.keep,
      t.people.change,
      t.status.byOther.child,
    ],
  },
  {
    name: 'p4-decided-by-family-kept',
    path: '/status',
    answers: { ...asked('child'), [`POST /api/decisions/${DECISION}/keep`]: { json: null, status: 204 } },
    act: ({ t, tap }) => tap(t.people.keep),
    says: (t) => [t.databases.title, t.people.keptTitle, t.people.keptText],
  },
  {
    name: 'p9-decided-by-family',
    path: '/history',
    answers: asked('child'),
    says: (t) => [t.receipts.historyTitle, t.people.keep, t.people.change, t.receipts.by.child],
  },
  {
    name: 'p4-decided-by-guardian',
    path: '/status',
    answers: asked('ward'),
    says: (t) => [t.databases.title, t.people.askedTitle.ward, t.people.keep, t.status.byOther.ward],
  },
]
