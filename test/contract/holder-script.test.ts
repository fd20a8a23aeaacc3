import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { deflateSync } from 'node:zlib'
import { UnsecuredJWT } from 'jose'
import { expect } from 'vitest'
import { listen } from '../support/serve.ts'
import type { World } from '../support/world.ts'
import { test } from '../support/world-test.ts'
import { decides, linkedOutsider } from './linked-outsider.ts'

const SCRIPT = join(import.meta.dirname, '../../mocks/holder/holder.py')
const run = promisify(execFile)

/** Whether this machine can run the script; the full check must. */
const canRun =
  process.env.CI === 'true' ||
  (await run('python3', ['--version']).then(
    () => true,
    () => false,
  ))

async function usable(words: string[], env: Record<string, string> = {}): Promise<string[]> {
  const { stdout } = await run('python3', [SCRIPT, ...words], { env: { ...process.env, ...env } })
  return stdout.trimEnd().split('\n')
}

async function startedWith(world: World) {
  const { outsider, stream, people, linked } = await linkedOutsider(world, 2)
  await (await decides(world, people[0]?.id ?? ''))('stop')
  const words = linked.flatMap(({ status_list: { uri, idx } }) => [uri, String(idx)])
  return { outsider, stream, linked, words }
}

test.runIf(canRun)('the script of the README tells usable tokens from revoked ones', async ({ world }) => {
  const { words } = await startedWith(world)
  const [uri = '', stopped, , open] = words
  expect(await usable(words)).toEqual([`${uri} ${stopped} no`, `${uri} ${open} yes`])
})

test.runIf(canRun)('the script of the README polls when it is given an access token', async ({ world }) => {
  const { outsider, stream, linked, words } = await startedWith(world)
  const lines = await usable(words, {
    ERABU_POLL: `${world.origin}/ssf/streams/${stream}/poll`,
    ERABU_ACCESS_TOKEN: outsider.token,
  })
  expect(lines[0]).toBe(`${linked[0]?.token} revoke`)
})

test.runIf(canRun)('the script of the README uses nothing under a list that has ended', async () => {
  const server = await listen('127.0.0.1')
  const uri = `http://127.0.0.1:${server.port}/list`
  const lst = deflateSync(Buffer.alloc(8)).toString('base64url')
  let exp = Math.floor(Date.now() / 1000) + 60
  server.mount(
    () => new Response(new UnsecuredJWT({ sub: uri, exp, status_list: { bits: 1, lst } }).encode()),
  )
  try {
    expect(await usable([uri, '3'])).toEqual([`${uri} 3 yes`])
    exp -= 120
    expect(await usable([uri, '3'])).toEqual([`${uri} 3 no`])
  } finally {
    await server.close()
  }
})
