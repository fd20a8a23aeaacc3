import type { Locator, Page } from 'playwright-core'
import type { Messages } from '../../web/text/ja.ts'

export type Pages = ReturnType<typeof createPages>

/**
 * Drives the patient's screens by the words on them, as a person does. Each step ends when its next screen is there.
 * @param t the words of the browser's language.
 */
export function createPages(page: Page, t: Messages, origin: string) {
  const button = (name: string) => page.getByRole('button', { name, exact: true })
  const link = (name: string) => page.getByRole('link', { name, exact: true })
  const heading = (name: string) => page.getByRole('heading', { name, exact: true, level: 1 })
  const radio = (name: string) => page.getByRole('radio', { name, exact: true })
  const arrived = (title: string) => heading(title).waitFor()
  /** The card of one database, by its name. */
  const card = (name: string): Locator =>
    page.locator('article').filter({ has: page.getByRole('heading', { name, exact: true }) })

  async function proveAtPortal(resident: string, agree = true): Promise<void> {
    await button(t.identity.toPortal).click()
    await page.waitForURL((url) => url.origin !== origin)
    await page.locator(`input[name=resident][value=${resident}]`).check()
    await page.locator(`button[name=agree][value=${agree ? 'yes' : 'no'}]`).click()
    await page.waitForURL(`${origin}/proofing?request=*`)
  }

  /** P6: the choice, about what the link before it has said, then on to P7. */
  async function choose(choice: 'stop' | 'allow'): Promise<void> {
    await arrived(t.decisions.chooseTitle)
    await radio(choice === 'stop' ? t.decisions.stop : t.decisions.allow).check()
    await button(t.decisions.next).click()
    await arrived(t.decisions.confirmTitle)
  }

  return {
    page,
    t,
    button,
    link,
    heading,
    radio,
    card,
    arrived,
    proveAtPortal,
    choose,

    open: (path = '/') => page.goto(origin + path),

    /** P1 ▶ P2 ▶ the portal ▶ P2: a new person proves who they are. */
    async begin(resident: string): Promise<void> {
      await arrived(t.welcome.title)
      await link(t.welcome.begin).click()
      await arrived(t.identity.proofTitle)
      await proveAtPortal(resident)
      await arrived(t.identity.readyTitle)
    },

    /** P2 ▶ P3: makes a passkey; a person who has one elsewhere makes a new one. */
    async makePasskey(): Promise<void> {
      await link(t.identity.toPasskey).click()
      await button(t.identity.create).or(button(t.identity.recover)).waitFor()
      if (await button(t.identity.recover).isVisible()) await button(t.identity.recover).click()
      await button(t.identity.create).click()
      await arrived(t.identity.doneTitle)
      await link(t.identity.toMe).click()
      await arrived(t.coverage.title)
    },

    /** P1 ▶ P2 ▶ P4: a person signs in only with the passkey. */
    async signIn(): Promise<void> {
      await arrived(t.welcome.title)
      await link(t.welcome.again).click()
      await arrived(t.identity.signInTitle)
      await button(t.identity.signIn).click()
      await arrived(t.databases.title)
    },

    /** P3: shows every number in full, those of earlier coverages too. */
    async showNumbers(): Promise<void> {
      await button(t.coverage.show).click()
      await button(t.coverage.hide).waitFor()
      await page.locator('summary').filter({ hasText: t.coverage.earlier }).click()
    },

    async toStatus(): Promise<void> {
      await page
        .getByRole('link', { name: t.shell.toStatus, exact: true })
        .or(link(t.shell.status))
        .first()
        .click()
      await arrived(t.databases.title)
    },

    /** P4 ▶ P6 ▶ P7, about all databases. */
    async chooseForAll(choice: 'stop' | 'allow'): Promise<void> {
      await link(t.databases.chooseAll).or(link(t.status.change)).click()
      await choose(choice)
    },

    /** P4 ▶ P5 ▶ P6 ▶ P7, about one database. */
    async chooseFor(name: string, choice: 'stop' | 'allow'): Promise<void> {
      await card(name).getByRole('link', { name, exact: true }).click()
      await arrived(name)
      await link(t.databases.chooseOne).click()
      await choose(choice)
    },

    /** P8: what is said about the databases, in one sentence or more. */
    reached: () => page.locator('.reached').innerText(),

    /** P8: waits until every database has done what was decided. */
    async allDone(): Promise<void> {
      const segments = page.locator('.segments')
      await segments.waitFor()
      await segments.locator('.open, .late').first().waitFor({ state: 'detached' })
    },

    /** P7 ▶ passkey ▶ P8. @returns the receipt's number. */
    async submit(): Promise<string> {
      await button(t.decisions.submit).click()
      await arrived(t.decisions.doneTitle)
      return (await page.locator('.id.number').innerText()).trim()
    },

    /** P8 ▶ P9: the receipt of what was just decided. */
    async toReceipt(): Promise<void> {
      await link(t.receipts.see).click()
      await arrived(t.receipts.receiptTitle)
    },

    /** P10 ▶ a device that knows nobody. */
    async signOut(): Promise<void> {
      await page.goto(`${origin}/settings`)
      await button(t.settings.signOut).click()
      await arrived(t.settings.leftTitle)
    },
  }
}
