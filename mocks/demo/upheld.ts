import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Used } from '../holder/projects.ts'
import type { OwnSystem } from './system.ts'
import { PATIENCE_MS, type Visit } from './visit.ts'

/** 模擬 記代, of whom three databases report three different outcomes (`mocks/holder/mixture.ts`). */
const RESIDENT = 'r14'
const [STOPPED, MISSING, LIMITED] = ['demo-biobank', 'demo-registry', 'demo-jisedai']
const DESK = { width: 1200, height: 760 }
/** A stop that is made today is due tomorrow, so a use on the day after that comes after it. */
const DAYS_LATER = 2
const CASE_NUMBER = /C-[0-9A-Z]{4}-[0-9A-Z]{4}/

/**
 * A person stops everything, three databases report three outcomes, and one of them goes on with the records and is
 * caught. @throws Error when a page does not say what has happened.
 */
export async function walkUpheld(visit: Visit): Promise<void> {
  const clock = join(visit.place.data, 'days')
  const system = await visit.start({ DEMO_CLOCK: clock })
  await stopEverything(visit)
  writeFileSync(clock, String(DAYS_LATER))
  await goOn(system)
  await seeWhatWasFound(visit, system.consoleUrl)
}

/** P1 ▶ P8: a new person stops everything, and P8, P4 and P5 say what each database made of it. */
async function stopEverything({ page, pages, take, ja, names }: Visit): Promise<void> {
  const { outcomes, outcomeReasons, outcomeUntil } = ja.databases
  const limited = `${outcomes.partly}（${outcomeReasons['material-being-destroyed']}、`
  await pages.open()
  await pages.begin(RESIDENT)
  await pages.makePasskey()
  await pages.toStatus()
  await pages.chooseForAll('stop')
  await pages.submit()
  await pages.allDone()
  const reached = page.locator('.reached')
  for (const said of [
    ja.reach.other(ja.reach.named(names(MISSING)), outcomes['not-found']),
    limited,
    new RegExp(`月\\d+日${outcomeUntil('')}`),
  ])
    await reached.getByText(said).waitFor()
  await take(page, 'p8-outcomes')

  await pages.toStatus()
  const { stopped, missing, limited: partly } = ja.status.kinds
  for (const [database, kind] of [
    [STOPPED, stopped],
    [MISSING, missing],
    [LIMITED, partly],
  ] as const)
    await pages.card(names(database)).getByText(kind, { exact: true }).waitFor()
  await take(page, 'p4-outcomes')
  for (const [database, said, name] of [
    [MISSING, outcomes['not-found'], 'p5-missing'],
    [LIMITED, limited, 'p5-partly'],
  ] as const) {
    await pages.open(`/databases/${database}`)
    await pages.arrived(names(database))
    await page.getByText(said).first().waitFor()
    await take(page, name)
  }
}

/** The database that said it stopped goes on with the records, once its lists are fresh again after the days. */
async function goOn({ consoleUrl, control }: OwnSystem): Promise<void> {
  type Consoles = { holders: { database: string; records: { state: string }[] }[] }
  const end = performance.now() + PATIENCE_MS
  const isFresh = async () => {
    const { holders } = (await (await fetch(`${consoleUrl}/_control`)).json()) as Consoles
    return holders.some(
      ({ database, records }) => database === STOPPED && records.some(({ state }) => state === 'usable'),
    )
  }
  while (performance.now() < end) {
    await sleep(200)
    const wish = { use: { database: STOPPED, stopped: true } }
    const answer = (await isFresh()) && (await control(wish).catch(() => null))
    if (answer && ((await answer.json()) as Used).after_stop > 0) return
  }
  throw new Error('No use after the stop was counted.')
}

/** P1 ▶ P4, P5, P15, P16, P17: the person comes back, and reads of the use and of the case about it. */
async function seeWhatWasFound({ page, pages, take, ja, names }: Visit, consoleUrl: string): Promise<void> {
  const afterStop = ja.record.classes['after-stop']
  const warned = ja.messages.usedAfterStop(names(STOPPED))
  const says = (said: string | RegExp) => page.getByText(said).first().waitFor()
  await pages.open()
  await pages.signIn()
  await says(warned)
  await take(page, 'p4-after-stop')
  await pages.open(`/databases/${STOPPED}`)
  await pages.arrived(names(STOPPED))
  await says(afterStop)
  await take(page, 'p5-after-stop', page.getByRole('heading', { name: ja.uses.title }))
  await pages.open('/record')
  await pages.arrived(ja.record.title)
  for (const said of [CASE_NUMBER, afterStop]) await says(said)
  const [number = ''] = CASE_NUMBER.exec(await page.locator('main').innerText()) ?? []
  await take(page, 'p15-record')
  await pages.open('/messages')
  await pages.arrived(ja.messages.title)
  for (const said of [warned, number]) await says(said)
  await take(page, 'p16-messages')
  await pages.open('/cases')
  await pages.arrived(ja.cases.title)
  for (const said of [number, ja.cases.found]) await says(said)
  await take(page, 'p17-cases')

  await page.setViewportSize(DESK)
  await page.goto(consoleUrl)
  const holder = page.locator('section').filter({ has: page.getByRole('heading', { name: names(STOPPED) }) })
  const [begin, end] = ['止めた記録を、わざと使い続ける', '使い続けるのをやめる'].map((name) =>
    holder.getByRole('button', { name }),
  )
  await end?.waitFor()
  await holder.getByText(/うち、止めたのに使った記録 \d+件（停止の期限より後 \d+件）/).waitFor()
  await take(page, 'holders-upheld', holder)
  await end?.click()
  await begin?.waitFor()
}
