import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { launchBrowser } from '../../mocks/demo/browser.ts'
import { type Answers, USUAL } from '../gallery/answers.ts'
import { BROWSERS } from '../gallery/browsers.ts'
import { openAnsweredPhone } from '../gallery/screens.ts'
import { messagesOf } from '../support/words.ts'

const t = messagesOf.ja
const { decisions: d } = t
const draft = { from: 'scope=all', kind: 'all', database: null, pair: null, choice: 'stop' }

let browser: Browser
let phone: Awaited<ReturnType<typeof openAnsweredPhone>>
let page: Page

beforeAll(async () => {
  browser = await launchBrowser({ headless: true })
  phone = await openAnsweredPhone(browser)
})
afterAll(() => browser?.close())

/** Opens the confirmation of a decision whose call fails, for the device's owner. */
async function confirm(change: Answers): Promise<void> {
  const screen = { name: 'p7', path: '/confirm', draft, answers: { ...USUAL, ...change } }
  ;({ page } = await phone.show({ ...screen, says: () => [d.confirmTitle] }))
  await expect.poll(() => page.evaluate(ownDevice)).toBe(true)
}

/** Makes a person the owner, as a sign-in does. Returns false while the app has not created its database. */
async function ownDevice(): Promise<boolean> {
  if (!(await indexedDB.databases()).some(({ name }) => name === 'erabu')) return false
  return new Promise((resolve) => {
    const request = indexedDB.open('erabu')
    request.onsuccess = () => {
      const { result: database } = request
      if (!database.objectStoreNames.contains('owner')) return resolve(false)
      const transaction = database.transaction('owner', 'readwrite')
      transaction.objectStore('owner').put({ id: 'patient', owner: 'somebody' })
      transaction.oncomplete = () => {
        database.close()
        resolve(true)
      }
    }
  })
}

const says = async (text: string) => (await page.locator('main').innerText()).includes(text)
const kept = () =>
  page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        indexedDB.open('erabu').onsuccess = ({ target }) => {
          const { result: database } = target as IDBOpenDBRequest
          const count = database.transaction('outbox').objectStore('outbox').count()
          count.onsuccess = () => {
            database.close()
            resolve(count.result)
          }
        }
      }),
  )

for (const [device, room] of [
  ['with room', true],
  ['without room', false],
] as const) {
  const fill = () => (room ? Promise.resolve() : page.evaluate(BROWSERS['full-storage']))

  test(`a decision whose answer is lost is called stored on a device ${device} only if it is`, async () => {
    await confirm({ 'POST /api/decisions': 'offline' })
    await page.evaluate(BROWSERS['some-passkey'])
    await fill()
    await page.getByRole('button', { name: d.submit, exact: true }).click()
    await page.getByRole('heading', { name: d.doubtTitle, exact: true }).waitFor()
    expect(await kept()).toBe(room ? 1 : 0)
    expect([await says(d.doubtKept), await says(d.doubtNotKept)]).toEqual([room, !room])
  })

  test(`a decision made offline is called stored on a device ${device} only if it is`, async () => {
    await confirm({ 'POST /api/decisions/options': 'offline' })
    await fill()
    await page.getByRole('button', { name: d.keep, exact: true }).click()
    await page.getByText(room ? d.unsentText : t.shell.fullStorage).waitFor()
    expect(await kept()).toBe(room ? 1 : 0)
    expect(await says(d.unsentTitle)).toBe(room)
  })
}
