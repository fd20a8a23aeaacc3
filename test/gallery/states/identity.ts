import type { CoverageAnswer, ProofingAnswer, ProofingStatus } from '../../../api/contract/patient.ts'
import { coverage, coverageAnswer } from '../../web/ui/support/fixtures.ts'
import { type Answer, NOBODY, problem, session, USUAL } from '../answers.ts'
import type { ScreenState } from '../state.ts'

const PROOFING = '0b0c6b0e-8f0e-4f43-9f58-6b2f6f3b2c55'
const WRONG_LINK: ProofingAnswer = { status: 'mismatch', reason: 'numbers-of-two-people' }
const status = (value: ProofingStatus): Answer => ({ json: { status: value } })
const proofing = (value: ProofingStatus, who = problem('not-signed-in')) => ({
  ...NOBODY,
  'GET /api/session': who,
  [`GET /api/portal/requests/${PROOFING}`]: status(value),
})
const proofed = session({ patient: null, proofed: true })
const back = `/proofing?request=${PROOFING}`
const shown = (change: Partial<CoverageAnswer>): Answer => ({
  made: () => coverageAnswer({ shown_until: new Date(Date.now() + 600_000).toISOString(), ...change }),
})
const withCoverage = (answer: Answer) => ({
  ...USUAL,
  [`GET /api/portal/requests/${PROOFING}`]: status('ready'),
  [`GET /api/portal/requests/${PROOFING}/coverage`]: answer,
})
/** Opens P2 with the portal's answer, which this tab remembers, then P3. */
const toMe: ScreenState['act'] = async ({ page, t, tap }) => {
  await tap(t.identity.toMe)
  await page.getByRole('heading', { level: 1, name: t.coverage.title, exact: true }).waitFor()
}

const stopped = (
  name: ProofingStatus,
  says: (t: Parameters<ScreenState['says']>[0]) => [string, string],
): ScreenState => ({
  name: `p2-portal-${name}`,
  path: back,
  answers: proofing(name),
  says: (t) => [...says(t), t.identity.again],
})

export const identityStates: ScreenState[] = [
  {
    name: 'p1-first-visit',
    path: '/',
    browser: 'new',
    answers: NOBODY,
    says: ({ welcome: w }) => [w.title, w.begin, w.again, w.lead, ...w.points, w.need, w.otherWays],
  },
  {
    name: 'p2-before-the-portal',
    path: '/proofing',
    browser: 'new',
    answers: NOBODY,
    says: ({ identity: i }) => [i.proofTitle, i.noNumber, i.basisShort, i.toPortal],
  },
  {
    name: 'p2-portal-cannot-be-reached',
    path: '/proofing',
    answers: { ...NOBODY, 'POST /api/portal/requests': problem('unavailable') },
    act: ({ t, tap }) => tap(t.identity.toPortal),
    says: (t) => [t.identity.proofTitle, ...t.failures.codes.unavailable, t.shell.retry],
  },
  {
    name: 'p2-portal-slow',
    path: back,
    answers: proofing('pending'),
    says: ({ identity: i }) => [i.proofTitle, i.pending],
  },
  {
    name: 'p2-portal-ready',
    path: back,
    answers: proofing('ready', proofed),
    says: ({ identity: i }) => [i.readyTitle, i.toPasskey],
  },
  stopped('declined', ({ identity: i }) => [i.declinedTitle, i.declined]),
  stopped('unavailable', ({ identity: i }) => [i.unavailableTitle, i.unavailable]),
  stopped('expired', ({ identity: i }) => [i.expiredTitle, i.expired]),
  stopped('mismatch', ({ identity: i }) => [i.mismatchTitle, i.mismatch]),
  {
    name: 'p2-portal-wrong-link',
    path: back,
    answers: {
      ...proofing('mismatch'),
      [`GET /api/portal/requests/${PROOFING}`]: { json: WRONG_LINK },
    },
    says: ({ identity: i }) => [i.wrongLinkTitle, i.wrongLink, i.again],
  },
  {
    name: 'p2-portal-found-nothing',
    path: back,
    answers: proofing('ready'),
    says: ({ identity: i }) => [i.noDataTitle, i.noData, i.again],
  },
  {
    name: 'p2-portal-answer-used-already',
    path: '/proofing?error=state-rejected',
    answers: NOBODY,
    says: ({ identity: i }) => [i.rejectedTitle, i.rejected, i.again],
  },
  {
    name: 'p2-sign-in',
    path: '/sign-in',
    answers: NOBODY,
    says: ({ identity: i }) => [i.signInTitle, i.signIn, i.firstTime, i.lost],
  },
  {
    name: 'p2-sign-in-cancelled',
    path: '/sign-in',
    browser: 'passkey-cancelled',
    answers: NOBODY,
    act: ({ t, tap }) => tap(t.identity.signIn),
    says: (t) => [t.identity.signInTitle, ...t.failures.codes.cancelled, t.shell.retry, t.identity.lost],
  },
  {
    name: 'p2-sign-in-with-an-unknown-passkey',
    path: '/sign-in',
    browser: 'some-passkey',
    answers: { ...NOBODY, 'POST /api/sessions': problem('passkey-rejected') },
    act: ({ t, tap }) => tap(t.identity.signIn),
    says: (t) => [
      t.identity.signInTitle,
      ...t.refusals.codes['passkey-rejected'],
      t.shell.retry,
      t.identity.lost,
    ],
  },
  {
    name: 'p2-no-passkeys-here',
    path: '/sign-in',
    browser: 'no-passkeys',
    answers: NOBODY,
    says: (t) => [t.identity.signInTitle, t.welcome.noPasskeysTitle, t.welcome.noPasskeys],
  },
  {
    name: 'p2-no-passkeys-before-the-portal',
    path: '/proofing',
    browser: 'no-passkeys',
    answers: NOBODY,
    says: (t) => [t.identity.proofTitle, t.welcome.noPasskeysTitle, t.welcome.noPasskeys],
  },
  {
    name: 'p2-sign-in-offline',
    path: '/sign-in',
    answers: { ...NOBODY, 'POST /api/sessions/options': 'offline' },
    says: (t) => [t.identity.signInTitle, ...t.failures.codes.offline, t.shell.retry],
  },
  {
    name: 'p2-passkey',
    path: '/passkey',
    answers: {
      'GET /api/session': proofed,
      'POST /api/passkeys/options': {
        json: {
          challenge: 'E'.repeat(43),
          rp: { name: 'えらぶ', id: 'localhost' },
          user: { id: 'aGFuZGxl', name: 'えらぶ', displayName: '' },
          pubKeyCredParams: [{ type: 'public-key', alg: -7 }],
        },
      },
    },
    says: ({ identity: i }) => [i.passkeyTitle, i.passkeyLead, i.passkeyPrivate, i.create],
  },
  {
    name: 'p2-passkey-exists',
    path: '/passkey',
    answers: { 'GET /api/session': proofed, 'POST /api/passkeys/options': problem('account-exists') },
    says: ({ identity: i }) => [i.existsTitle, i.exists, i.existsLost, i.useExisting, i.recover],
  },
  {
    name: 'p2-passkey-without-proofing',
    path: '/passkey',
    answers: NOBODY,
    says: ({ identity: i }) => [i.passkeyTitle, i.needProof, i.proofTitle],
  },
  {
    name: 'p3-masked',
    path: back,
    answers: withCoverage(shown({ history: [coverage({ ended_on: '2024-04-01' })] })),
    act: toMe,
    says: ({ coverage: c, cases }) => [c.title, c.notStored, c.show, c.whereTitle, cases.person.link],
  },
  {
    name: 'p3-in-full',
    path: back,
    answers: withCoverage(shown({})),
    act: async (hands) => {
      await toMe?.(hands)
      await hands.tap(hands.t.coverage.show)
    },
    says: ({ coverage: c }) => [c.title, c.hide, c.shown],
  },
  {
    name: 'p3-no-data',
    path: back,
    answers: withCoverage(
      shown({ insurer_number: null, number: null, symbol: null, branch: null, qualified_on: null }),
    ),
    act: toMe,
    says: ({ coverage: c }) => [c.title, c.noDataTitle, c.noData],
  },
  {
    name: 'p3-not-disclosed',
    path: back,
    answers: withCoverage(shown({ not_disclosed: true })),
    act: toMe,
    says: ({ coverage: c }) => [c.title, c.notDisclosed],
  },
  {
    name: 'p3-time-over',
    path: back,
    answers: withCoverage(problem('coverage-gone')),
    act: toMe,
    says: ({ coverage: c }) => [c.title, c.goneTitle, c.gone, c.ask],
  },
  {
    name: 'p3-portal-down',
    path: back,
    answers: withCoverage(problem('portal-unavailable')),
    act: toMe,
    says: (t) => [t.coverage.title, ...t.refusals.codes['portal-unavailable'], t.coverage.ask],
  },
  {
    name: 'p3-never-asked',
    path: '/me',
    answers: USUAL,
    says: ({ coverage: c }) => [c.title, c.never, c.ask],
  },
]
