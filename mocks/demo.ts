/**
 * `npm run demo`: opens the installed browser with a virtual authenticator, to click through a system that `npm
 * start` runs. `npm run demo -- --walk [--out <folder>]` walks the main job automatically and saves pictures.
 * Other walks are on a system of their own. `--walk upheld`: what databases report, and a use after a stop.
 * `--walk identifiers`: a record by name that two people share, and a change of identifiers. `--walk extract`: what a
 * linker makes of two databases, before and after a stop.
 */
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { launchBrowser } from './demo/browser.ts'
import { walkExtract } from './demo/extract.ts'
import { walkIdentifiers } from './demo/identifiers.ts'
import { demoPlace } from './demo/system.ts'
import { walkUpheld } from './demo/upheld.ts'
import { type OwnWalk, visit } from './demo/visit.ts'
import { walk } from './demo/walk.ts'
import { openWindow } from './demo/window.ts'

const { env } = process
const origin = env.ERABU_ORIGIN ?? 'http://localhost:3000'
const consoleUrl = `http://localhost:${env.HOLDER_PORT ?? 3003}`

/** The walks on a system of their own, by name. */
const OWN: Record<string, OwnWalk> = {
  upheld: walkUpheld,
  identifiers: walkIdentifiers,
  extract: walkExtract,
}

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    options: { walk: { type: 'boolean', default: false }, out: { type: 'string' } },
    allowPositionals: true,
  })
  const [which, ...rest] = positionals
  const own = OWN[which ?? '']
  if (which !== undefined && !(own && values.walk && rest.length === 0))
    throw new Error(
      `Unknown words: ${['', ...Object.keys(OWN)].map((name) => `\`${`--walk ${name}`.trim()}\``).join(', ')} are the walks.`,
    )
  const paths = own ? await alone(own, values.out ?? results(which)) : await beside(values.walk, values.out)
  for (const path of paths) console.log(path)
}

const results = (name = '') => join(import.meta.dirname, '../test-results', name)

/** On a system of its own. @returns the paths of the pictures. */
async function alone(walk: OwnWalk, out: string): Promise<string[]> {
  const browser = await launchBrowser({ headless: true })
  const place = await demoPlace()
  try {
    return await visit(browser, { place, out, walk })
  } finally {
    await browser.close()
    await place.remove()
  }
}

/** Beside a running system. @returns the paths of the pictures. */
async function beside(walks: boolean, out = join(import.meta.dirname, '../web/pictures')): Promise<string[]> {
  const running = await fetch(`${origin}/jwks.json`).catch(() => null)
  if (!running?.ok) throw new Error(`Nothing answers at ${origin}: run \`npm start\` first, then this again.`)
  if (!walks && process.platform === 'linux' && !env.DISPLAY && !env.WAYLAND_DISPLAY)
    throw new Error('There is no display to open a window on: `npm run demo -- --walk` does without one.')

  const browser = await launchBrowser({ headless: walks })
  try {
    if (walks) return await walk(browser, { origin, consoleUrl, out })
    console.log(`A window with a virtual authenticator: it answers every passkey question by itself.
Choose はじめての方 and pick a resident. Its passkeys last as long as the window; close it to end.`)
    await openWindow(browser, { origin, consoleUrl })
    return []
  } finally {
    await browser.close()
  }
}

main().catch((error: Error) => {
  console.error(error.message)
  process.exit(1)
})
