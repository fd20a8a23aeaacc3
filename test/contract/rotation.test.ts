import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { createLocalJWKSet, decodeProtectedHeader, type JSONWebKeySet, jwtVerify } from 'jose'
import { expect, onTestFinished } from 'vitest'
import { createApp } from '../../api/app.ts'
import { createDeps } from '../../api/deps.ts'
import { test } from '../support/world-test.ts'
import { DATABASE, decides, linkedOutsider } from './linked-outsider.ts'

const KEYS = join(import.meta.dirname, '../../api/cli/keys.ts')

test('`npm run keys -- --rotate` gives the next start another key, and old SETs and lists still verify', async ({
  world,
}) => {
  const { outsider, stream, people, linked } = await linkedOutsider(world, 1)
  await (await decides(world, people[0]?.id ?? ''))('stop')
  const [set = ''] = Object.values((await outsider.poll(stream)).sets)
  const list = await (await outsider.load(linked[0]?.status_list.uri ?? '')).text()

  const { config } = world.deps
  await promisify(execFile)(process.execPath, [KEYS, '--rotate', config.keys])
  const data = mkdtempSync(join(tmpdir(), 'erabu-rotated-'))
  const next = await createDeps({ ...config, data })
  onTestFinished(async () => {
    await next.store.close()
    rmSync(data, { recursive: true, force: true })
  })

  const jwks = (await (await createApp(next).request('/jwks.json')).json()) as JSONWebKeySet
  const keys = createLocalJWKSet(jwks)
  expect(jwks.keys).toHaveLength(2)
  expect((await jwtVerify(set, keys, { typ: 'secevent+jwt', audience: DATABASE })).payload.iss).toBe(
    world.origin,
  )
  expect((await jwtVerify(list, keys, { typ: 'statuslist+jwt' })).payload.sub).toBe(
    linked[0]?.status_list.uri,
  )
  const fresh = next.signer.sign('secevent+jwt', {})
  expect(decodeProtectedHeader(fresh).kid).not.toBe(decodeProtectedHeader(set).kid)
  await jwtVerify(fresh, keys)
})
