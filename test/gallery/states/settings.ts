import type { PasskeysAnswer } from '../../../api/contract/patient.ts'
import { passkey } from '../../web/ui/support/fixtures.ts'
import { type Answer, NOBODY, passkeys, problem, USUAL } from '../answers.ts'
import type { ScreenState } from '../state.ts'

const withRemoved: Answer = {
  json: {
    rp_id: 'localhost',
    user: { id: 'aGFuZGxl', name: 'えらぶ 2026-09-01' },
    passkeys: [passkey({ id: 'one' })],
    removed: [
      {
        id: 'old',
        name: '前のスマートフォン',
        created_at: '2026-03-01T00:00:00Z',
        removed_at: '2026-11-20T03:00:00Z',
        by: 'one',
      },
    ],
  } satisfies PasskeysAnswer,
}

export const settingsStates: ScreenState[] = [
  {
    name: 'p10-settings',
    path: '/settings',
    answers: USUAL,
    says: (t) => [t.settings.title, t.passkeys.title, t.passkeys.add, t.settings.signOut],
  },
  {
    name: 'p10-removed-passkeys',
    path: '/settings',
    answers: { ...USUAL, 'GET /api/passkeys': withRemoved },
    says: (t) => [t.settings.title, t.passkeys.removedListTitle, t.passkeys.removedBy],
  },
  {
    name: 'p10-signed-out',
    path: '/settings',
    answers: NOBODY,
    says: ({ settings: s }) => [s.title, s.signedOut, s.erase],
  },
  {
    name: 'p10-left',
    path: '/settings',
    answers: USUAL,
    act: ({ t, tap }) => tap(t.settings.signOut),
    says: ({ settings: s }) => [s.leftTitle, s.leftText, s.signIn],
  },
  {
    name: 'p10-news-off',
    path: '/settings',
    browser: 'push-possible',
    answers: USUAL,
    says: ({ settings: s, news: n }) => [s.title, n.title, n.tell, n.off, n.about, n.shown],
  },
  {
    name: 'p10-news-on',
    path: '/settings',
    browser: 'push-possible',
    answers: USUAL,
    act: ({ page }) => page.getByRole('switch').click(),
    says: ({ settings: s, news: n }) => [s.title, n.title, n.on],
  },
  {
    name: 'p10-news-asking',
    path: '/settings',
    browser: 'push-unanswered',
    answers: USUAL,
    act: ({ page }) => page.getByRole('switch').click(),
    says: ({ settings: s, news: n }) => [s.title, n.asking],
  },
  {
    name: 'p10-news-offline',
    path: '/settings',
    browser: 'push-possible',
    answers: { ...USUAL, 'POST /api/push': 'offline' },
    act: ({ page }) => page.getByRole('switch').click(),
    says: ({ settings: s, news: n }) => [s.title, n.offline],
  },
  {
    name: 'p10-news-failed',
    path: '/settings',
    browser: 'push-possible',
    answers: { ...USUAL, 'POST /api/push': problem('unavailable') },
    act: ({ page }) => page.getByRole('switch').click(),
    says: ({ settings: s, news: n }) => [s.title, n.failed],
  },
  {
    name: 'p10-news-denied',
    path: '/settings',
    browser: 'push-denied',
    answers: USUAL,
    says: ({ settings: s, news: n }) => [s.title, n.title, n.denied],
  },
  {
    name: 'p10-news-install-first',
    path: '/settings',
    browser: 'push-install-first',
    answers: USUAL,
    says: ({ settings: s, news: n }) => [s.title, n.title, n.installFirst],
  },
  {
    name: 'p10-news-unavailable',
    path: '/settings',
    browser: 'push-unavailable',
    answers: USUAL,
    says: ({ settings: s, news: n }) => [s.title, n.title, n.unavailable],
  },
  {
    name: 'p10-news-down',
    path: '/settings',
    browser: 'push-possible',
    answers: { ...USUAL, 'GET /api/push': problem('unavailable') },
    says: (t) => [t.settings.title, t.news.title, t.part.notLoaded, t.part.reload],
  },
  {
    name: 'p10-passkeys-down',
    path: '/settings',
    answers: { ...USUAL, 'GET /api/passkeys': problem('unavailable') },
    says: (t) => [t.settings.title, t.part.notLoaded, t.part.reload],
  },
  {
    name: 'p10-one-passkey',
    path: '/settings/passkeys/two',
    answers: USUAL,
    says: ({ passkeys: p }) => [p.oneTitle, p.name, p.saveName, p.removeText, p.remove, p.back],
  },
  {
    name: 'p10-last-passkey',
    path: '/settings/passkeys/one',
    answers: { ...USUAL, 'GET /api/passkeys': passkeys(passkey({ id: 'one' })) },
    says: ({ passkeys: p }) => [p.oneTitle, p.lastText],
  },
  {
    name: 'p10-name-missing',
    path: '/settings/passkeys/two',
    answers: USUAL,
    act: ({ t, tap }) => tap(t.passkeys.saveName),
    says: (t) => [t.passkeys.oneTitle, t.shell.errorHeading, t.passkeys.needName],
  },
  {
    name: 'p10-too-many-passkeys',
    path: '/settings/passkeys/new',
    answers: { ...USUAL, 'POST /api/passkeys/options': problem('too-many-passkeys') },
    says: (t) => [t.passkeys.addTitle, ...t.refusals.codes['too-many-passkeys'], t.passkeys.back],
  },
  {
    name: 'p10-ask-again',
    path: '/settings/passkeys/new',
    answers: { ...NOBODY, ...USUAL, 'POST /api/passkeys/options': problem('assertion-required') },
    says: ({ passkeys: p, identity }) => [p.askTitle, p.askText, identity.signIn],
  },
]
