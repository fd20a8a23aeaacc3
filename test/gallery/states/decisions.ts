import { DECISION, databasesAnswer, delivered, LINKED, problem, RECEIPT, stopped, USUAL } from '../answers.ts'
import type { ScreenState } from '../state.ts'

const draft = { from: 'scope=all', kind: 'all', database: null, pair: null, choice: 'stop' }
const reached = (linkage: typeof stopped) => ({
  ...USUAL,
  'GET /api/databases': databasesAnswer({ ...LINKED, 'demo-registry': [linkage], 'demo-biobank': [stopped] }),
})

export const decisionStates: ScreenState[] = [
  {
    name: 'p6-all',
    path: '/choose?scope=all',
    answers: USUAL,
    says: ({ decisions: d }) => [d.chooseTitle, d.stop, d.allow, d.next, d.later],
  },
  {
    name: 'p6-one-database',
    path: '/choose?database=demo-registry',
    answers: USUAL,
    says: ({ decisions: d }) => [d.chooseTitle, d.scopeThisHint, d.stop, d.allow],
  },
  {
    name: 'p6-something-missing',
    path: '/choose',
    answers: USUAL,
    act: ({ t, tap }) => tap(t.decisions.next),
    says: ({ decisions: d, shell }) => [d.chooseTitle, shell.errorHeading, d.needScope, d.needChoice],
  },
  {
    name: 'p7-preview',
    path: '/confirm',
    draft,
    answers: USUAL,
    says: ({ decisions: d }) => [d.confirmTitle, d.willChange, d.willNotChange, d.change, d.submit],
  },
  {
    name: 'p7-cancelled',
    path: '/confirm',
    draft,
    browser: 'passkey-cancelled',
    answers: USUAL,
    act: ({ t, tap }) => tap(t.decisions.submit),
    actsAgain: true,
    says: (t) => [t.decisions.confirmTitle, ...t.failures.codes.cancelled, t.shell.retry],
  },
  {
    name: 'p7-down',
    path: '/confirm',
    draft,
    answers: { ...USUAL, 'POST /api/decisions/options': problem('unavailable') },
    says: (t) => [t.decisions.confirmTitle, ...t.failures.codes.unavailable, t.shell.retry],
  },
  {
    name: 'p7-offline',
    path: '/confirm',
    draft,
    answers: { ...USUAL, 'POST /api/decisions/options': 'offline' },
    says: (t) => [t.decisions.confirmTitle, t.decisions.offlineText, t.decisions.keep, t.shell.retry],
  },
  {
    name: 'p7-offline-and-nothing-can-be-kept',
    path: '/confirm',
    draft,
    browser: 'no-storage',
    answers: { ...USUAL, 'POST /api/decisions/options': 'offline' },
    says: (t) => [t.decisions.confirmTitle, t.decisions.offlineTitle, t.shell.noStorage, t.shell.retry],
  },
  {
    name: 'p8-on-its-way',
    path: `/done/${DECISION}`,
    answers: reached(delivered),
    says: (t) => [
      t.decisions.doneTitle,
      t.decisions.receiptNumber,
      t.databases.standings.delivered,
      t.receipts.print,
      t.receipts.saveImage,
      t.receipts.saveFile,
      t.decisions.undoText,
    ],
  },
  {
    name: 'p8-stopped',
    path: `/done/${DECISION}`,
    answers: reached(stopped),
    says: (t) => [t.decisions.doneTitle, t.databases.standings.stopped],
  },
  {
    name: 'p8-not-mine',
    path: '/done/nothing',
    answers: USUAL,
    says: (t) => [t.receipts.receiptTitle, ...t.failures.codes['not-found']],
  },
  {
    name: 'p9-history',
    path: '/history',
    answers: USUAL,
    says: ({ receipts: r }) => [r.historyTitle, r.how.personal, r.textVersion],
  },
  {
    name: 'p9-receipt',
    path: `/history/${DECISION}`,
    answers: USUAL,
    says: ({ receipts: r }) => [r.receiptTitle, r.qrText, r.wordsTitle, r.print],
  },
  {
    name: 'p9-verify',
    path: '/verify',
    browser: 'new',
    answers: USUAL,
    says: ({ receipts: r }) => [r.verifyTitle, r.verifyLead, r.verify, r.file],
  },
  {
    name: 'p9-verify-not-a-receipt',
    path: '/verify#nothing',
    browser: 'new',
    answers: USUAL,
    says: ({ receipts: r }) => [r.verifyTitle, ...r.reasons.malformed, r.another],
  },
  {
    name: 'p9-verify-another-issuer',
    path: `/verify#${RECEIPT}`,
    browser: 'new',
    answers: USUAL,
    says: ({ receipts: r }) => [r.verifyTitle, ...r.reasons['unknown-key']],
  },
  {
    name: 'p9-verify-without-keys',
    path: `/verify#${RECEIPT}`,
    browser: 'new',
    answers: { 'GET /jwks.json': 'offline' },
    says: ({ receipts: r }) => [r.verifyTitle, ...r.reasons['no-keys']],
  },
]
