import {
  allowed,
  allowedReceipt,
  DECISION,
  databasesAnswer,
  decided,
  decisions,
  delivered,
  late,
  notFound,
  partlyStopped,
  problem,
  RECEIPT,
  record,
  stopped,
  USUAL,
  usable,
} from '../answers.ts'
import type { ScreenState } from '../state.ts'

const reached = (linked: Parameters<typeof databasesAnswer>[0]) => ({
  ...USUAL,
  'GET /api/databases': databasesAnswer(linked),
})
const done = { path: `/done/${DECISION}` }
const reported = reached({
  'demo-jisedai': [stopped],
  'demo-registry': [partlyStopped],
  'demo-biobank': [notFound],
})
const two = { 'demo-registry': [stopped], 'demo-jisedai': [stopped] }

export const receiptStates: ScreenState[] = [
  {
    name: 'p8-on-its-way',
    ...done,
    answers: reached({ ...two, 'demo-biobank': [delivered] }),
    says: ({ decisions: d, reach: r, receipts }) => [
      d.doneTitle,
      d.stopStatement(d.everything),
      d.receiptNumber,
      receipts.keep,
      r.stop.some(r.count(3), r.count(2)),
      r.stop.reported,
      r.details,
      d.undoText,
    ],
  },
  {
    name: 'p8-reported',
    ...done,
    answers: reported,
    says: ({ decisions: d, databases, reach: r }) => [
      d.doneTitle,
      r.stop.some(r.count(3), r.count(1)),
      databases.outcomes['not-found'],
      databases.outcomes.partly,
    ],
  },
  {
    name: 'p8-saving',
    ...done,
    answers: reached({ ...two, 'demo-biobank': [delivered] }),
    act: ({ t, tap }) => tap(t.receipts.keep),
    says: ({ decisions: d, receipts: r }) => [d.doneTitle, r.print, r.saveImage, r.saveFile],
  },
  {
    name: 'p8-steps',
    ...done,
    answers: reached({ ...two, 'demo-biobank': [delivered] }),
    act: ({ page }) => page.locator('summary').click(),
    says: ({ decisions: d, databases }) => [
      d.doneTitle,
      databases.stepNext(databases.steps.stopped),
      databases.purposes.research,
    ],
  },
  {
    name: 'p8-stopped',
    ...done,
    answers: reached({ ...two, 'demo-biobank': [stopped] }),
    says: ({ decisions: d, reach: r }) => [d.doneTitle, r.stop.all(r.count(3)), r.mayClose],
  },
  {
    name: 'p8-late',
    ...done,
    answers: reached({ ...two, 'demo-biobank': [late] }),
    says: ({ decisions: d, reach: r }) => [d.doneTitle, r.stop.some(r.count(3), r.count(2))],
  },
  {
    name: 'p8-nobody-linked',
    ...done,
    answers: reached({}),
    says: ({ decisions: d }) => [d.doneTitle, d.reachNone],
  },
  {
    name: 'p8-allowed',
    ...done,
    answers: {
      ...reached({ 'demo-registry': [usable] }),
      'GET /api/decisions': decisions(allowed),
      [`GET /api/decisions/${DECISION}/receipt`]: { text: allowedReceipt, type: 'application/jwt' },
    },
    says: ({ decisions: d, reach: r }) => [d.doneTitle, d.allowStatement(d.everything), r.title],
  },
  {
    name: 'p8-replaced',
    ...done,
    answers: reached({ 'demo-registry': [usable] }),
    says: ({ decisions: d, reach: r }) => [d.doneTitle, r.replaced],
  },
  {
    name: 'p8-databases-do-not-answer',
    ...done,
    answers: { ...USUAL, 'GET /api/databases': 'offline' },
    says: ({ decisions: d, reach: r, shell }) => [d.doneTitle, r.unknown, shell.retry],
  },
  {
    name: 'p8-not-mine',
    path: '/done/nothing',
    answers: USUAL,
    says: (t) => [t.receipts.receiptTitle, ...t.failures.codes['not-found']],
  },
  {
    name: 'p9-history-from-a-desk',
    path: '/history',
    answers: {
      ...USUAL,
      'GET /api/decisions': decisions({ ...decided, device: 'shared', channel: 'desk' }),
    },
    says: ({ receipts: r, decisions: d }) => [r.historyTitle, d.stopStatement(d.everything), r.how.desk],
  },
  {
    name: 'p9-history',
    path: '/history',
    answers: USUAL,
    says: ({ receipts: r, record: e }) => [r.historyTitle, r.how.personal, r.force.whole, e.newest],
  },
  {
    name: 'p9-history-of-changes',
    path: '/history',
    answers: {
      ...USUAL,
      'GET /api/decisions': decisions(
        {
          ...decided,
          id: 'c3',
          choice: 'allow',
          scope: { database: 'demo-registry' },
          databases: ['demo-registry'],
        },
        { ...decided, id: 'c2' },
        { ...decided, id: 'c1', scope: { database: 'demo-biobank' }, databases: ['demo-biobank'] },
      ),
    },
    says: ({ receipts: r }) => [r.historyTitle, r.force.whole, r.force.partly, r.force.replaced],
  },
  {
    name: 'p9-receipt',
    path: `/history/${DECISION}`,
    answers: USUAL,
    says: ({ receipts: r }) => [r.receiptTitle, r.qrText, r.wordsTitle, r.print],
  },
  {
    name: 'p9-receipt-reported',
    path: `/history/${DECISION}`,
    answers: reported,
    says: ({ databases: d, receipts: r }) => [r.receiptTitle, r.reportedTitle, d.outcomes.partly],
  },
  {
    name: 'p9-verify',
    path: '/verify',
    browser: 'new',
    answers: USUAL,
    says: ({ receipts: r }) => [r.verifyTitle, r.verifyLead, r.verify, r.file],
  },
  {
    name: 'p9-verify-genuine',
    path: `/verify#${RECEIPT}`,
    browser: 'new',
    answers: USUAL,
    says: ({ receipts: r, decisions: d }) => [
      r.verifyTitle,
      r.valid,
      r.validNow,
      r.wordsTitle,
      d.stopStatement(d.everything),
    ],
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
    answers: { ...USUAL, 'GET /jwks.json': { json: { keys: [] } } },
    says: ({ receipts: r }) => [r.verifyTitle, ...r.reasons['unknown-key']],
  },
  {
    name: 'p9-verify-without-keys',
    path: `/verify#${RECEIPT}`,
    browser: 'new',
    answers: { 'GET /jwks.json': 'offline' },
    says: ({ receipts: r }) => [r.verifyTitle, ...r.reasons['no-keys']],
  },
  {
    name: 'p15-record',
    path: '/record',
    answers: USUAL,
    says: ({ record: r }) => [r.title, r.asked, r.signedIn.personal, r.classes.before, r.toFile, r.toPaper],
  },
  {
    name: 'p15-record-of-uses',
    path: '/record',
    answers: USUAL,
    act: ({ t, tap }) => tap(t.record.filters.uses),
    says: ({ record: r }) => [r.title, r.classes.before],
  },
  {
    name: 'p15-record-empty',
    path: '/record',
    answers: { ...USUAL, 'GET /api/record': record([]) },
    says: ({ record: r }) => [r.title, r.none],
  },
  {
    name: 'p15-record-down',
    path: '/record',
    answers: { ...USUAL, 'GET /api/record': problem('unavailable') },
    says: (t) => [t.record.title, ...t.failures.codes.unavailable, t.shell.retry],
  },
  {
    name: 'p15-record-loading',
    path: '/record',
    answers: { ...USUAL, 'GET /api/record': 'silence' },
    says: (t) => [t.record.title, t.shell.waiting],
  },
]
