import { problem, USUAL } from '../answers.ts'
import type { ScreenState } from '../state.ts'

const draft = { from: 'scope=all', kind: 'all', database: null, pair: null, choice: 'stop' }

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
    says: ({ decisions: d }) => [d.chooseTitle, d.about, d.changeScope, d.stop, d.allow],
  },
  {
    name: 'p6-scope-of-one-database',
    path: '/choose?database=demo-registry&step=scope',
    answers: USUAL,
    says: ({ decisions: d }) => [d.scopeTitle, d.scopeThisHint, d.toChoice, d.later],
  },
  {
    name: 'p6-choice-missing',
    path: '/choose?scope=all',
    answers: USUAL,
    act: ({ t, tap }) => tap(t.decisions.next),
    says: ({ decisions: d, shell }) => [d.chooseTitle, shell.errorHeading, d.needChoice],
  },
  {
    name: 'p6-something-missing',
    path: '/choose',
    answers: USUAL,
    act: ({ t, tap }) => tap(t.decisions.toChoice),
    says: ({ decisions: d, shell }) => [d.scopeTitle, shell.errorHeading, d.needScope],
  },
  {
    name: 'p6-one-purpose-everywhere',
    path: '/choose',
    answers: USUAL,
    act: ({ page, t }) => page.getByRole('radio', { name: t.decisions.scopeEverywhere, exact: true }).check(),
    says: ({ decisions: d, databases: { purposes } }) => [d.scopeTitle, d.whichPurpose, purposes.research],
  },
  {
    name: 'p6-several-databases',
    path: '/choose',
    answers: USUAL,
    act: async ({ page, t }) => {
      await page.getByRole('radio', { name: t.decisions.scopeDatabase, exact: true }).check()
      for (const box of await page.getByRole('checkbox').all()) await box.check()
    },
    says: ({ decisions: d }) => [d.scopeTitle, d.scopeDatabaseHint, d.whichDatabase],
  },
  {
    name: 'p7-under-age',
    path: '/confirm',
    draft: { ...draft, choice: 'allow' },
    answers: { ...USUAL, 'POST /api/decisions/options': problem('under-age') },
    says: ({ decisions: d, refusals }) => [d.confirmTitle, ...refusals.codes['under-age'], d.later],
  },
  {
    name: 'p7-several-databases',
    path: '/confirm',
    draft: { ...draft, kind: 'database', everywhere: null, databases: ['demo-registry', 'demo-biobank'] },
    answers: USUAL,
    says: ({ decisions: d }) => [d.confirmTitle, d.willChange, d.willNotChange, d.change, d.submit],
  },
  {
    name: 'p7-preview',
    path: '/confirm',
    draft,
    answers: USUAL,
    says: ({ decisions: d, uses: u }) => [
      d.confirmTitle,
      d.willChange,
      d.willNotChange,
      u.leftTitle,
      '薬の安全性に関する研究',
      d.change,
      d.submit,
    ],
  },
  {
    name: 'p7-usage-down',
    path: '/confirm',
    draft,
    answers: { ...USUAL, 'GET /api/usage': problem('unavailable') },
    says: ({ decisions: d, uses: u, part: p }) => [d.confirmTitle, u.leftTitle, p.notLoaded, d.submit],
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
]
