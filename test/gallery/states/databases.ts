import {
  databasesAnswer,
  decisions,
  delivered,
  LINKED,
  late,
  NOBODY,
  notFound,
  partlyStopped,
  problem,
  recorded,
  session,
  stopped,
  USUAL,
  usable,
} from '../answers.ts'
import type { ScreenState } from '../state.ts'

const standing = { choice: 'stop', since: '2026-11-24T01:00:00Z' } as const
const stopping = (linkage: typeof recorded) =>
  databasesAnswer({ ...LINKED, 'demo-registry': [linkage], 'demo-jisedai': [stopped] }, standing)

/** Three databases have reported three different outcomes. */
const reported = databasesAnswer(
  {
    'demo-jisedai': [{ ...stopped, outcome: { code: 'applied', at: '2026-11-24T01:00:04Z' } }],
    'demo-registry': [partlyStopped],
    'demo-biobank': [notFound],
  },
  standing,
)

/** Records that may be somebody else's: one is used, one somebody else has stopped. */
export const unsure = databasesAnswer({
  'demo-registry': [
    { ...usable, precision: 'id4' },
    { ...stopped, purpose: 'policy', precision: 'id4', held: true },
  ],
  'demo-biobank': [usable, { ...usable, precision: 'id4' }],
})

export const databaseStates: ScreenState[] = [
  {
    name: 'p4-nothing-decided',
    path: '/status',
    answers: USUAL,
    says: ({ databases: d, status: s }) => [
      d.title,
      s.headlines.used(2, 3),
      d.standingNoneText,
      d.chooseAll,
      d.standings.usable,
      s.kinds.lawful,
    ],
  },
  {
    name: 'p4-restored',
    path: '/status',
    answers: {
      ...USUAL,
      'GET /api/databases': databasesAnswer(LINKED, null, '2026-11-24T01:00:00Z'),
    },
    says: ({ databases: d }) => [d.title, d.restoredTitle, d.restoredAdvice, d.chooseAll],
  },
  {
    name: 'p4-loading',
    path: '/status',
    answers: { ...USUAL, 'GET /api/databases': 'silence' },
    says: (t) => [t.databases.title, t.shell.waiting],
  },
  {
    name: 'p4-on-its-way',
    path: '/status',
    answers: { ...USUAL, 'GET /api/databases': stopping(recorded) },
    says: ({ databases: d, status: s, messages: m }) => [
      d.title,
      d.standingStop,
      d.standings.recorded,
      s.kinds.moving,
      m.toAll,
    ],
  },
  {
    name: 'p4-low-precision',
    path: '/status',
    answers: { ...USUAL, 'GET /api/databases': unsure },
    says: ({ databases: d }) => [d.title, d.lowPrecision, d.held],
  },
  {
    name: 'p5-low-precision',
    path: '/databases/demo-registry',
    answers: { ...USUAL, 'GET /api/databases': unsure },
    says: ({ databases: d }) => ['', d.lowPrecision, d.held],
  },
  {
    name: 'p4-late',
    path: '/status',
    answers: { ...USUAL, 'GET /api/databases': stopping(late) },
    says: ({ databases: d }) => [d.title, d.standings.late],
  },
  {
    name: 'p4-reported',
    path: '/status',
    answers: { ...USUAL, 'GET /api/databases': reported },
    says: ({ databases: d, status: s }) => [
      d.title,
      s.headlines.stopped(1, 3),
      s.kinds.limited,
      s.kinds.missing,
      d.outcomeReasons['approved-before'],
    ],
  },
  {
    name: 'p4-nothing-linked',
    path: '/status',
    answers: { ...USUAL, 'GET /api/databases': databasesAnswer({}) },
    says: ({ databases: d }) => [d.title, d.linkedNone],
  },
  {
    name: 'p4-down',
    path: '/status',
    answers: { ...USUAL, 'GET /api/databases': problem('unavailable') },
    says: (t) => [t.databases.title, ...t.failures.codes.unavailable, t.shell.retry],
  },
  {
    name: 'p4-offline-and-nothing-kept',
    path: '/status',
    answers: { 'GET /api/session': 'offline', 'GET /api/databases': 'offline' },
    says: (t) => [t.databases.title, ...t.failures.codes.offline, t.shell.retry],
  },
  {
    name: 'p4-nothing-can-be-kept',
    path: '/status',
    browser: 'no-storage',
    answers: USUAL,
    says: (t) => [t.databases.title, t.shell.noStorage],
  },
  {
    name: 'p4-storage-full',
    path: '/status',
    browser: 'full-storage',
    answers: USUAL,
    says: (t) => [t.databases.title, t.shell.fullStorage],
  },
  {
    name: 'p4-update-waiting',
    path: '/status',
    browser: 'update-waiting',
    answers: USUAL,
    says: (t) => [t.databases.title, t.shell.update, t.shell.updateNow, t.shell.updateLater],
  },
  {
    name: 'p4-new-passkey',
    path: '/status',
    answers: {
      ...USUAL,
      'GET /api/session': session({ new_passkeys: [{ id: 'two', created_at: '2026-11-24T01:00:00Z' }] }),
    },
    says: (t) => [t.databases.title, t.passkeys.newsTitle, t.passkeys.newsText, t.passkeys.newsKnown],
  },
  {
    name: 'p4-removed-passkey',
    path: '/status',
    answers: {
      ...USUAL,
      'GET /api/session': session({
        removed_passkeys: [
          {
            id: 'old',
            name: '前のスマートフォン',
            created_at: '2026-03-01T00:00:00Z',
            removed_at: '2026-11-20T03:00:00Z',
            by: 'two',
          },
        ],
      }),
    },
    says: ({ databases: d, passkeys: p }) => [
      d.title,
      p.removedNewsTitle,
      p.removedNewsText,
      p.removedNewsKnown,
    ],
  },
  {
    name: 'p4-signed-out',
    path: '/status',
    answers: NOBODY,
    says: ({ identity: i }) => [i.signInTitle, i.signIn],
  },
  {
    name: 'p4-session-ended',
    path: '/status',
    answers: {
      ...USUAL,
      ...NOBODY,
      'GET /api/session': session(),
      'GET /api/databases': problem('not-signed-in'),
    },
    says: ({ identity: i, failures }) => [i.signInTitle, i.signIn, ...failures.codes['not-signed-in']],
  },
  {
    name: 'p5-reported',
    path: '/databases/demo-registry',
    answers: { ...USUAL, 'GET /api/databases': reported },
    says: ({ databases: d }) => ['', d.standings.limited, d.outcomes.partly],
  },
  {
    name: 'p5-linked',
    path: '/databases/demo-registry',
    answers: { ...USUAL, 'GET /api/databases': stopping(delivered) },
    says: ({ databases: d, facts: f, uses: u }) => [
      '',
      f.what,
      f.who,
      f.basis,
      f.evidence(f.marks.demo),
      f.evidence(f.marks.S),
      f.yours,
      u.project,
      f.does,
      f.doesNot,
      d.chooseOne,
    ],
  },
  {
    name: 'p5-cannot-be-stopped',
    path: '/databases/ndb',
    answers: USUAL,
    says: ({ databases: d, facts: f, uses: u }) => [
      '',
      d.optOut['not-yet'],
      f.evidence(f.marks.S),
      f.rights,
      u.none,
    ],
  },
  {
    name: 'p5-usage-down',
    path: '/databases/demo-registry',
    answers: { ...USUAL, 'GET /api/usage': problem('unavailable') },
    says: (t) => ['', t.part.notLoaded, t.part.reload, t.facts.does],
  },
  {
    name: 'p5-catalogue-down',
    path: '/databases/demo-registry',
    answers: { ...USUAL, 'GET /api/catalogue': problem('unavailable') },
    says: (t) => ['', t.part.notLoaded, t.part.reload, t.databases.optOut.available, t.facts.does],
  },
  {
    name: 'p5-not-in-the-catalogue',
    path: '/databases/nothing',
    answers: USUAL,
    says: (t) => [t.databases.detailTitle, t.facts.missing, t.shell.toStatus],
  },
  {
    name: 'p9-history-empty',
    path: '/history',
    answers: { ...USUAL, 'GET /api/decisions': decisions() },
    says: ({ receipts: r }) => [r.historyTitle, r.historyNone],
  },
  {
    name: 'p11-no-such-page',
    path: '/nothing',
    answers: USUAL,
    says: (t) => [t.failures.notFoundTitle, t.failures.notFoundText, t.shell.home],
  },
]
