import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { chromium } from 'playwright-core'
import { CONTAINED, findBrowser, QUIET } from '../../mocks/demo/browser.ts'

/** Starts a browser as a terminal does, on a profile that stays. `cut` kills all of its processes at once. */
export async function bootBrowser(profile: string) {
  const args = [
    ...QUIET,
    ...CONTAINED,
    '--headless=new',
    '--remote-debugging-port=0',
    `--user-data-dir=${profile}`,
  ]
  await rm(join(profile, 'DevToolsActivePort'), { force: true })
  const child = spawn(findBrowser(), [...args, '--hide-crash-restore-bubble'], {
    stdio: 'ignore',
    detached: true,
  })
  const { pid = 0 } = child
  async function cut(): Promise<void> {
    if (child.exitCode !== null || child.signalCode !== null) return
    const ended = once(child, 'exit')
    process.kill(-pid, 'SIGKILL')
    await ended
  }
  try {
    const connected = await chromium.connectOverCDP(`http://127.0.0.1:${await portOf(profile)}`)
    const [context] = connected.contexts()
    if (!context) throw new Error('the browser has no context')
    return { context, cut }
  } catch (error) {
    await cut()
    throw error
  }
}

/** The port of the DevTools protocol, which the browser writes down once it listens. */
async function portOf(profile: string): Promise<string> {
  for (let tries = 0; tries < 200; tries++) {
    const told = await readFile(join(profile, 'DevToolsActivePort'), 'utf8').catch(() => '')
    const [port] = told.split('\n')
    if (port) return port
    await sleep(50)
  }
  throw new Error('the browser did not start')
}
