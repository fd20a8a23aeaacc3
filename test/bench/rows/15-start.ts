import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { cp, mkdtemp, rm, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { freePort } from '../../support/ports.ts'
import { ROOT } from '../../support/sources.ts'
import { median } from '../../support/statistics.ts'
import type { Line, Row } from '../harness.ts'

const STARTED_MS = 180_000
const LEFT_OUT = /^(node_modules|\.git|\.data|test-results|web\/dist)(\/|$)/

/** `npm start` until the first page answers, in a copy of the project: first without a built web, then with it. */
export const start: Row = {
  number: 15,
  async run({ rounds }) {
    const folder = await mkdtemp(join(tmpdir(), 'erabu-start-'))
    try {
      await cp(ROOT, folder, { recursive: true, filter: (path) => !LEFT_OUT.test(relative(ROOT, path)) })
      await symlink(join(ROOT, 'node_modules'), join(folder, 'node_modules'))
      const without: number[] = []
      const built: number[] = []
      for (let round = 0; round < Math.min(rounds, 3); round++) {
        await rm(join(folder, 'web/dist'), { recursive: true, force: true })
        without.push(await secondsToPage(folder))
        built.push(await secondsToPage(folder))
      }
      return [
        { what: 'npm start with a built web, until a page', seconds: median(built), atMost: 10 },
        { what: 'npm start without a built web', seconds: median(without), atMost: 25 },
      ].map(
        ({ what, seconds, atMost }): Line => ({
          row: 15,
          what,
          value: `${seconds.toFixed(1)} s`,
          yardstick: '',
          measured: seconds,
          unit: 's',
          goal: { atMost },
          note: 'fresh data and keys',
        }),
      )
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  },
}

async function secondsToPage(folder: string): Promise<number> {
  const ports = await Promise.all(Array.from({ length: 5 }, freePort))
  const [api, portal, resolver, holders, ops] = ports.map(String)
  const data = await mkdtemp(join(tmpdir(), 'erabu-start-data-'))
  const started = performance.now()
  const child = spawn(process.execPath, ['mocks/start.ts'], {
    cwd: folder,
    env: {
      PATH: process.env.PATH,
      ERABU_PORT: api,
      PORTAL_PORT: portal,
      RESOLVER_PORT: resolver,
      HOLDER_PORT: holders,
      ERABU_OPS_PORT: ops,
      ERABU_DATA: data,
    },
    stdio: 'ignore',
  })
  const ended = once(child, 'exit')
  try {
    while (!(await fetch(`http://localhost:${api}/`).catch(() => null))?.ok) {
      if (child.exitCode !== null || performance.now() - started > STARTED_MS)
        throw new Error('npm start does not come to a page')
      await sleep(20)
    }
    return (performance.now() - started) / 1000
  } finally {
    child.kill('SIGTERM')
    await ended
    await rm(data, { recursive: true, force: true })
  }
}
