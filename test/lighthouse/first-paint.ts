import { launchBrowser } from '../../mocks/demo/browser.ts'
import { median } from '../support/statistics.ts'

/** Slow 3G, in bytes per second and ms, and a processor four times slower. */
const NETWORK = { offline: false, latency: 400, downloadThroughput: 50_000, uploadThroughput: 50_000 }
const SLOWER = 4

/** Opens a page on a slow phone as a stranger does, `runs` times. @returns the median first contentful paint in ms. */
export async function firstPaint(address: string, runs: number): Promise<number> {
  const browser = await launchBrowser({ headless: true })
  const found: number[] = []
  for (let run = 0; run < runs; run++) {
    const viewport = { width: 360, height: 740 }
    const context = await browser.newContext({ viewport, isMobile: true, locale: 'ja-JP' })
    const page = await context.newPage()
    const devtools = await context.newCDPSession(page)
    await devtools.send('Network.enable')
    await devtools.send('Network.emulateNetworkConditions', NETWORK)
    await devtools.send('Emulation.setCPUThrottlingRate', { rate: SLOWER })
    await page.goto(address)
    const painted = () => performance.getEntriesByName('first-contentful-paint')[0]?.startTime
    found.push((await (await page.waitForFunction(painted)).jsonValue()) ?? Number.NaN)
    await context.close()
  }
  await browser.close()
  return median(found)
}
