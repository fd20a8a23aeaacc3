import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startScreen } from '../kiosk-machine/screen.ts'
import { needing } from '../needing.ts'
import { freePort } from '../ports.ts'
import { connectHttp } from './http.ts'
import { createPage } from './page.ts'

/** MiniBrowser has no command of its own: it lies beside the library of its architecture. */
const BROWSERS = ['x86_64-linux-gnu', 'aarch64-linux-gnu'].flatMap((architecture) =>
  ['webkit2gtk-4.1', 'webkit2gtk-4.0'].map((library) => `/usr/lib/${architecture}/${library}/MiniBrowser`),
)
const DRIVER = '/usr/bin/WebKitWebDriver'
const XVFB = '/usr/bin/Xvfb'
const SCREEN = { width: 1280, height: 1000 }
/** A narrow phone. */
const PHONE = { x: 0, y: 0, width: 360, height: 900 }
/** The browser's own buttons would keep its window wider than a phone. */
const STYLE = '* { min-width: 0; margin: 0; padding: 0; font-size: 1px }'

const browserProgram = () => BROWSERS.find(existsSync)

/** A test in WebKit. */
export const webkitTest = needing(
  'WebKitGTK with its driver, or Xvfb (Debian: apt-get install webkit2gtk-driver xvfb)',
  () => browserProgram() !== undefined && [DRIVER, XVFB].every(existsSync),
)

export type WebKit = Awaited<ReturnType<typeof startWebKit>>

/** Starts WebKitGTK as a narrow phone on a screen of its own, with nothing stored. It has no passkeys. */
export async function startWebKit() {
  const binary = browserProgram()
  if (!binary) throw new Error('No WebKitGTK was found: apt-get install webkit2gtk-driver.')
  const folder = await mkdtemp(join(tmpdir(), 'erabu-webkit-'))
  const at = (name: string) => join(folder, name)
  await mkdir(at('.config/gtk-3.0'), { recursive: true })
  await mkdir(at('screen'))
  await writeFile(at('.config/gtk-3.0/gtk.css'), STYLE)
  const screen = await startScreen(at('screen'), SCREEN)
  const port = await freePort()
  // A group of its own, so that no process of the browser outlives its driver.
  const driver = spawn(DRIVER, [`--port=${port}`, '--host=127.0.0.1'], {
    detached: true,
    stdio: 'ignore',
    env: { PATH: process.env.PATH, HOME: folder, DISPLAY: screen.display, LANG: 'C.UTF-8', TZ: 'Asia/Tokyo' },
  })
  const ended = once(driver, 'exit')
  async function close(): Promise<void> {
    if (driver.pid && driver.exitCode === null && driver.signalCode === null) {
      process.kill(-driver.pid, 'SIGKILL')
      await ended
    }
    await screen.close()
    await rm(folder, { recursive: true, force: true, maxRetries: 20 })
  }

  try {
    const { send, capabilities } = await connectHttp(`http://127.0.0.1:${port}`, {
      'webkitgtk:browserOptions': { binary, args: ['--automation'] },
    })
    console.log(`Browser: ${binary}, version ${capabilities.browserVersion}`)
    const page = createPage(send)
    await send('SetWindowRect', PHONE)
    return {
      page,
      /** Replaces the cookies of the page that it shows by one, which lives as long as the browser. */
      async setCookie(name: string, value: string): Promise<void> {
        await send('DeleteAllCookies')
        await send('AddCookie', { cookie: { name, value, path: '/', httpOnly: true, sameSite: 'Strict' } })
      },
      close,
    }
  } catch (error) {
    await close()
    throw error
  }
}
