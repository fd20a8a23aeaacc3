/**
 * `npm run demo`: opens the installed browser with a virtual authenticator, to click through a system that `npm
 * start` runs. `npm run demo -- --walk [--out <folder>]` walks the main job automatically and saves pictures.
 */
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { launchBrowser } from './demo/browser.ts'
import { walk } from './demo/walk.ts'
import { openWindow } from './demo/window.ts'

const { env } = process
const origin = env.ERABU_ORIGIN ?? 'http://localhost:3000'
const consoleUrl = `http://localhost:${env.HOLDER_PORT ?? 3003}`

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      walk: { type: 'boolean', default: false },
      out: { type: 'string', default: join(import.meta.dirname, '../web/pictures') },
    },
  })
  const running = await fetch(`${origin}/jwks.json`).catch(() => null)
  if (!running?.ok) throw new Error(`Nothing answers at ${origin}: run \`npm start\` first, then this again.`)
  if (!values.walk && process.platform === 'linux' && !env.DISPLAY && !env.WAYLAND_DISPLAY)
    throw new Error('There is no display to open a window on: `npm run demo -- --walk` does without one.')

  const browser = await launchBrowser({ headless: values.walk })
  try {
    if (values.walk) {
      for (const path of await walk(browser, { origin, consoleUrl, out: values.out })) console.log(path)
      return
    }
    console.log(`A window with a virtual authenticator: it answers every passkey question by itself.
Choose はじめての方 and pick a resident. Its passkeys last as long as the window; close it to end.`)
    await openWindow(browser, { origin, consoleUrl })
  } finally {
    await browser.close()
  }
}

main().catch((error: Error) => {
  console.error(error.message)
  process.exit(1)
})
