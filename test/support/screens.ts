import { PEOPLE } from './people.ts'
import type { Phone } from './phone.ts'

/** One walk of a new person, from はじめに to 設定. Each screen begins where the one before it ended. */
export const SCREENS: [name: string, go: (phone: Phone) => Promise<unknown>][] = [
  ['P1 はじめに', ({ pages, t }) => pages.open().then(() => pages.arrived(t.welcome.title))],
  [
    'P2 パスキーで',
    ({ pages, t }) => pages.open('/sign-in').then(() => pages.button(t.identity.signIn).waitFor()),
  ],
  ['P2 本人確認', ({ pages, t }) => pages.open('/proofing').then(() => pages.arrived(t.identity.proofTitle))],
  [
    'P2 本人確認の結果',
    async ({ pages }) => {
      await pages.open()
      await pages.begin(PEOPLE.jobChanger.id)
    },
  ],
  [
    'P2 パスキーの登録',
    async ({ pages, t }) => {
      await pages.link(t.identity.toPasskey).click()
      await pages.button(t.identity.create).waitFor()
    },
  ],
  [
    'P2 パスキーを登録しました',
    async ({ pages, t }) => {
      await pages.button(t.identity.create).click()
      await pages.arrived(t.identity.doneTitle)
    },
  ],
  [
    'P3 わたしの情報',
    async ({ pages, t }) => {
      await pages.link(t.identity.toMe).click()
      await pages.button(t.coverage.show).click()
    },
  ],
  [
    'P4 いまの状態',
    async ({ pages, page }) => {
      await pages.toStatus()
      await page.locator('article .chip').first().waitFor()
    },
  ],
  [
    'P5 データベースくわしく',
    async ({ page, pages, t }) => {
      await pages.open('/databases/demo-registry')
      await page.getByRole('heading', { name: t.facts.does }).waitFor()
    },
  ],
  [
    'P17 お問い合わせ, with errors',
    async ({ page, pages, t }) => {
      await pages.link(t.cases.doubt + t.cases.doubtOf(t.cases.matters.linkage)).click()
      await pages.button(t.cases.send).click()
      await page.getByRole('alert').waitFor()
    },
  ],
  [
    'P17 問い合わせを受け付けました',
    async ({ pages, t }) => {
      await pages.radio(t.cases.says.unclear).check()
      await pages.button(t.cases.send).click()
      await pages.arrived(t.cases.takenTitle)
    },
  ],
  [
    'P17 お問い合わせ',
    async ({ page, pages, t }) => {
      await pages.link(t.cases.toList).click()
      await page.locator('article').first().waitFor()
    },
  ],
  [
    'P6 えらぶ, with errors',
    async ({ page, pages, t }) => {
      await pages.open('/choose')
      await pages.button(t.decisions.toChoice).click()
      await page.getByRole('alert').waitFor()
    },
  ],
  [
    'P6 えらぶ, for one purpose',
    async ({ page, t }) => {
      await page.getByRole('radio', { name: t.decisions.scopePurpose, exact: true }).check()
    },
  ],
  [
    'P6 えらぶ, the choice',
    async ({ pages, t }) => {
      await pages.open('/choose?scope=all')
      await pages.radio(t.decisions.stop).check()
    },
  ],
  [
    'P7 たしかめる',
    async ({ pages, t }) => {
      await pages.open('/choose?scope=all')
      await pages.radio(t.decisions.stop).check()
      await pages.button(t.decisions.next).click()
      await pages.button(t.decisions.submit).waitFor()
    },
  ],
  [
    'P8 届け出ました',
    async ({ page, pages }) => {
      await pages.submit()
      await page.locator('.segments').waitFor()
    },
  ],
  [
    'P9 控え',
    async ({ page, pages, t }) => {
      await pages.link(t.receipts.see).click()
      await page.locator('main svg.qr').waitFor()
    },
  ],
  [
    'P9 履歴',
    ({ pages, page }) => pages.open('/history').then(() => page.locator('ol .card').first().waitFor()),
  ],
  [
    'P9 たしかめる',
    ({ pages, t }) => pages.open('/verify').then(() => pages.button(t.receipts.verify).waitFor()),
  ],
  [
    'P10 設定',
    ({ pages, t }) => pages.open('/settings').then(() => pages.button(t.settings.signOut).waitFor()),
  ],
  [
    'P16 お知らせ',
    ({ pages, t }) => pages.open('/messages').then(() => pages.link(t.messages.toRecord).waitFor()),
  ],
  [
    'P11 見つからない',
    ({ pages, t }) => pages.open('/nowhere').then(() => pages.arrived(t.failures.notFoundTitle)),
  ],
  [
    'P11 オフライン',
    async ({ page, pages, t, readyForOffline, offline }) => {
      await pages.open('/status')
      await page.locator('article .chip').first().waitFor()
      await readyForOffline()
      await offline(true)
      await page.getByText(t.shell.offline).waitFor()
    },
  ],
]
