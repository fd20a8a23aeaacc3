import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { deflateSync } from 'node:zlib'
import { UnsecuredJWT } from 'jose'
import { beforeAll, expect } from 'vitest'
import { listen } from '../support/serve.ts'
import { test } from '../support/world-test.ts'
import { decides, linkedOutsider } from './linked-outsider.ts'

const SCRIPT = join(import.meta.dirname, '../../mocks/holder/holder.py')
const run = promisify(execFile)

beforeAll(async () => {
  const found = await run('python3', ['--version']).catch(() => null)
  if (!found)
    throw new Error('python3 is missing: install Python 3, which the script of the README is run with')
})

async function usable(words: string[], env: Record<string, string> = {}): Promise<string[]> {
  const { stdout } = await run('python3', [SCRIPT, ...words], { env: { ...process.env, ...env } })
  return stdout.trimEnd().split('\n')
}

test('the script of the README calls a token usable until its person stops it', async ({ world }) => {
  const { people, linked } = await linkedOutsider(world, 2)
  const words = linked.flatMap(({ status_list: { uri, idx } }) => [uri, String(idx)])
  const [uri = '', stopped, , open] = words
  expect(await usable(words)).toEqual([`${uri} ${stopped} yes`, `${uri} ${open} yes`])
  await (await decides(world, people[0]?.id ?? ''))('stop')
  expect(await usable(words)).toEqual([`${uri} ${stopped} no`, `${uri} ${open} yes`])
})

test('the script of the README polls when it is given an access token', async ({ world }) => {
  const { outsider, stream, people, linked } = await linkedOutsider(world, 1)
  await (await decides(world, people[0]?.id ?? ''))('stop')
  const lines = await usable([], {
    ERABU_POLL: `${world.origin}/ssf/streams/${stream}/poll`,
    ERABU_ACCESS_TOKEN: outsider.token,
  })
  expect(lines).toEqual([`${linked[0]?.token} revoke`])
})

test('the script of the README uses nothing under a list that has ended or is another one', async () => {
  const server = await listen('127.0.0.1')
  const uri = `http://127.0.0.1:${server.port}/list`
  const lst = deflateSync(Buffer.alloc(8)).toString('base64url')
  const exp = Math.floor(Date.now() / 1000) + 60
  let claims = { sub: uri, exp }
  server.mount(() => new Response(new UnsecuredJWT({ ...claims, status_list: { bits: 1, lst } }).encode()))
  try {
    expect(await usable([uri, '3'])).toEqual([`${uri} 3 yes`])
    for (const wrong of [{ exp: exp - 120 }, { sub: `${uri}/other` }]) {
      claims = { sub: uri, exp, ...wrong }
      expect(await usable([uri, '3'])).toEqual([`${uri} 3 no`])
    }
  } finally {
    await server.close()
  }
})
