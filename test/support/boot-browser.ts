import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { chromium } from 'playwright-core'
import { CONTAINED, findBrowser, QUIET } from '../../mocks/demo/browser.ts'

const ATTEMPTS = 3
const ANSWERS_WITHIN_MS = 20_000

/** A command that starts a browser when arguments follow it, those arguments, and its environment. */
export type Boot = { command: string[]; args: string[]; env: NodeJS.ProcessEnv }

/** Without a window. A terminal names its page: a new tab would change its process while the test attaches to it. */
const windowless = (): Boot => ({
  command: [findBrowser()],
  args: [...QUIET, '--headless=new', '--hide-crash-restore-bubble', 'about:blank'],
  env: process.env,
})

/**
 * Starts a browser as a terminal does, on a persistent profile. `cut` kills all of its processes at once.
 *
 * A browser that listens and never answers is killed and started again.
 */
export async function bootBrowser(profile: string, boot = windowless()) {
  for (let attempt = 1; ; attempt++) {
    try {
      return await bootOnce(profile, boot)
    } catch (error) {
      if (attempt === ATTEMPTS) throw error
      console.warn(`The browser did not answer; it is started again. ${String(error)}`)
    }
  }
}

async function bootOnce(profile: string, boot: Boot) {
  const [program = '', ...before] = boot.command
  const args = [
    ...before,
    ...CONTAINED,
    '--remote-debugging-port=0',
    `--user-data-dir=${profile}`,
    ...boot.args,
  ]
  await rm(join(profile, 'DevToolsActivePort'), { force: true })
  const child = spawn(program, args, { stdio: 'ignore', detached: true, env: boot.env })
  const { pid = 0 } = child
  const isRunning = () => child.exitCode === null && child.signalCode === null
  async function cut(): Promise<void> {
    if (!isRunning()) return
    const ended = once(child, 'exit')
    process.kill(-pid, 'SIGKILL')
    await ended
  }
  try {
    const endpoint = `http://127.0.0.1:${await portOf(profile)}`
    const connected = await chromium.connectOverCDP(endpoint, { timeout: ANSWERS_WITHIN_MS })
    const [context] = connected.contexts()
    if (!context) throw new Error('the browser has no context')
    return { context, cut, isRunning }
  } catch (error) {
    await cut()
    throw error
  }
}

/** The port of the DevTools protocol, which the browser writes to a file once it listens. */
async function portOf(profile: string): Promise<string> {
  for (let tries = 0; tries < 200; tries++) {
    const told = await readFile(join(profile, 'DevToolsActivePort'), 'utf8').catch(() => '')
    const [port] = told.split('\n')
    if (port) return port
    await sleep(50)
  }
  throw new Error('the browser did not start')
}
