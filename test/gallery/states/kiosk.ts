import type { Page } from 'playwright-core'
import type { KioskAnswer, VisitAnswer } from '../../../api/contract/kiosk.ts'
import { kiosk as k } from '../../../web/text/ja/kiosk.ts'
import type { Messages } from '../../../web/text/ja.ts'
import { languages } from '../../../web/text/language.ts'
import { withoutRuby } from '../../../web/text/ruby.ts'
import { messagesOf, terminalWordsOf } from '../../support/words.ts'
import { NOBODY, session, USUAL } from '../answers.ts'
import type { ScreenState } from '../state.ts'
import { unsure } from './databases.ts'
import { safe } from './safe-mode.ts'

const kiosk = {
  json: {
    kiosk: { id: 'k1', name: '受付', clinic: '（模擬）診療所', phone: null },
    muted: false,
    command: null,
    call: null,
  } satisfies KioskAnswer,
}

/** A kiosk to which somebody comes with a registered card. */
const VISITED = {
  ...USUAL,
  'GET /api/kiosk': kiosk,
  'POST /api/kiosk/standby': kiosk,
  'POST /api/kiosk/visits': { json: { visit: 'visit' } satisfies VisitAnswer, status: 201 },
  'POST /api/sessions/options': NOBODY['POST /api/sessions/options'] ?? 'offline',
  'POST /api/sessions': session({ device: 'shared' }),
} as const

type Key = { [K in keyof typeof k]: (typeof k)[K] extends string ? K : never }[keyof typeof k]

/** Words of the kiosk in the language of other words, as they are shown. */
const said = (t: Messages, ...[heading, ...keys]: [Key, ...Key[]]): [string, ...string[]] => {
  const words = terminalWordsOf[languages.find((language) => messagesOf[language] === t) ?? 'ja'].kiosk
  return [withoutRuby(words[heading]), ...keys.map((key) => withoutRuby(words[key]))]
}

/** K0 ▶ K1 ▶ K1: what safe mode does. */
const toHide = async (page: Page) => {
  for (const name of [k.begin, k.hide]) await page.getByRole('button', { name }).first().click()
}
/** K0 ▶ K3 with a registered card. */
const toDatabases = async (page: Page) => {
  for (const name of [k.begin, k.card, k.known, k.signIn])
    await page.getByRole('button', { name }).first().click()
}

export const kioskStates: ScreenState[] = [
  {
    name: 'k1-hide',
    path: '/kiosk#k1.secret',
    isKiosk: true,
    answers: VISITED,
    act: ({ page }) => toHide(page),
    says: (t) => said(t, 'hideTitle', 'hideCall', 'hideStart'),
  },
  {
    name: 'k1-hidden',
    path: '/kiosk#k1.secret',
    isKiosk: true,
    answers: VISITED,
    async act({ page }) {
      await toHide(page)
      await page.getByRole('button', { name: k.hideStart }).click()
    },
    says: (t) => said(t, 'methodTitle', 'hideOn', 'exit'),
  },
  {
    name: 'k3-safe-mode',
    path: '/kiosk#k1.secret',
    isKiosk: true,
    browser: 'some-passkey',
    answers: { ...VISITED, ...safe('portal'), 'POST /api/sessions': session({ safe: 'portal' }) },
    act: ({ page }) => toDatabases(page),
    says: (t) => [t.databases.title, ...said(t, 'exit')],
  },
  {
    name: 'k3-low-precision',
    path: '/kiosk#k1.secret',
    isKiosk: true,
    browser: 'some-passkey',
    answers: { ...VISITED, 'GET /api/databases': unsure },
    act: ({ page }) => toDatabases(page),
    says: ({ databases: d }) => [d.title, d.lowPrecision, d.held],
  },
]
