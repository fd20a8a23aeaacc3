import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { launchBrowser } from '../../mocks/demo/browser.ts'
import { problem, USUAL } from '../gallery/answers.ts'
import { openAnsweredPhone } from '../gallery/screens.ts'
import type { ScreenState } from '../gallery/state.ts'
import { speak } from '../support/survey.ts'
import { messagesOf } from '../support/words.ts'

const t = messagesOf.ja
const DRAFT = { from: 'scope=all', kind: 'all', database: null, pair: null, choice: 'stop' }

let browser: Browser
let phone: Awaited<ReturnType<typeof openAnsweredPhone>>
beforeAll(async () => {
  browser = await launchBrowser({ headless: true })
  phone = await openAnsweredPhone(browser)
})
afterAll(() => browser?.close())

/** Opens a screen. `answers` may change while it is open. */
const open = async (path: string, heading: string, state: Partial<ScreenState> = {}) => {
  const { page } = await phone.show({
    name: path,
    path,
    answers: { ...USUAL },
    says: () => [heading],
    ...state,
  })
  return page
}

const arrived = (page: Page, name: string) =>
  page.getByRole('heading', { level: 1, name, exact: true }).waitFor()
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true })
const radio = (page: Page, name: string) => page.getByRole('radio', { name, exact: true })

describe('stop and allow', () => {
  test('have equal size and weight, and neither is preselected', async () => {
    const page = await open('/choose?scope=all', t.decisions.chooseTitle)
    await radio(page, t.decisions.stop).waitFor()
    const looks = await page.locator('input[name=choice]').evaluateAll((inputs) =>
      inputs.map((input) => {
        const label = input.closest('label') as HTMLElement
        const { width, height, left, top } = label.getBoundingClientRect()
        const style = getComputedStyle(label.querySelector('.radio-label') as Element)
        const ground = getComputedStyle(label)
        return {
          size: [width, height],
          place: [left, top],
          style: [style.fontSize, style.fontWeight, style.color, ground.backgroundColor, ground.borderColor],
        }
      }),
    )
    const [stop, allow] = looks
    expect(looks).toHaveLength(2)
    expect(stop?.style).toEqual(allow?.style)
    const differences = (of: 'size' | 'place') =>
      stop?.[of].map((value, index) => Math.abs(value - (allow?.[of][index] ?? 0))) ?? []
    expect(Math.max(...differences('size'))).toBeLessThanOrEqual(1)
    // They stand side by side, or one below the other where two have no room.
    expect(Math.min(...differences('place'))).toBeLessThanOrEqual(1)
    expect(await page.locator('input:checked').count()).toBe(0)
  })

  test('take the same number of taps, and a later change takes four', async () => {
    const taps = async (choice: string) => {
      const page = await open('/status', t.databases.title)
      let count = 0
      const tap = async (target: ReturnType<typeof button>) => {
        count++
        await target.click()
      }
      await tap(page.getByRole('link', { name: t.databases.chooseAll, exact: true }))
      await tap(radio(page, choice))
      await tap(button(page, t.decisions.next))
      await arrived(page, t.decisions.confirmTitle)
      await tap(button(page, t.decisions.submit))
      return count
    }
    expect([await taps(t.decisions.stop), await taps(t.decisions.allow)]).toEqual([4, 4])
  })
})

describe('in the middle of a decision', () => {
  test('a second tap opens no second dialog', async () => {
    const page = await open('/confirm', t.decisions.confirmTitle, { draft: DRAFT })
    await page.evaluate(() => {
      Object.assign(window, { asked: 0 })
      navigator.credentials.get = () => {
        ;(window as unknown as { asked: number }).asked++
        return new Promise(() => {})
      }
    })
    await button(page, t.decisions.submit).evaluate((element: HTMLElement) => {
      element.click()
      element.click()
    })
    await page.getByText(t.identity.asking).waitFor()
    expect(await page.evaluate(() => (window as unknown as { asked: number }).asked)).toBe(1)
  })

  test('another language keeps the answers', async () => {
    const page = await open('/choose?scope=all', t.decisions.chooseTitle)
    await radio(page, t.decisions.allow).check()
    await speak(page, 'en')
    await arrived(page, messagesOf.en.decisions.chooseTitle)
    expect(await radio(page, messagesOf.en.decisions.allow).isChecked()).toBe(true)
  })

  test('an ended session asks for the passkey, and returns to the answers', async () => {
    const answers = { ...USUAL, 'POST /api/decisions/options': problem('not-signed-in') }
    const page = await open('/confirm', t.identity.signInTitle, { draft: DRAFT, answers })
    expect(new URL(page.url()).search).toBe('?next=%2Fconfirm')
    Object.assign(answers, USUAL)
    await page.reload()
    await arrived(page, t.decisions.confirmTitle)
    await page.getByText(t.decisions.stopStatement(t.decisions.everything)).waitFor()
  })
})

test('a deep link opened while signed out leads to its target after sign-in', async () => {
  const answers = { ...USUAL, 'GET /api/session': problem('not-signed-in') }
  const page = await open('/history', t.identity.signInTitle, { answers })
  expect(new URL(page.url()).search).toBe('?next=%2Fhistory')
  Object.assign(answers, USUAL)
  await page.reload()
  await arrived(page, t.receipts.historyTitle)
})

test('signing out in another tab is noticed on return to this one', async () => {
  const answers = { ...USUAL }
  const page = await open('/status', t.databases.title, { answers })
  Object.assign(answers, { 'GET /api/session': problem('not-signed-in') })
  await page.evaluate(() => window.dispatchEvent(new Event('focus')))
  await arrived(page, t.identity.signInTitle)
})

test('a confirmation without a draft leads to the choice', async () => {
  const page = await open('/confirm', t.decisions.scopeTitle)
  expect(await page.locator('input[name=choice]:checked').count()).toBe(0)
})
