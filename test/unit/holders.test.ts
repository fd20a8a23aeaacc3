import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { exportJWK, generateKeyPair } from 'jose'
import { test as base, expect } from 'vitest'
import { loadHolders } from '../../api/registries/holders.ts'

const test = base.extend('file', async ({ task: _ }, { onCleanup }) => {
  const folder = await mkdtemp(join(tmpdir(), 'erabu-holders-'))
  onCleanup(() => rm(folder, { recursive: true, force: true }))
  return join(folder, 'holders.json')
})

async function entry(keys: number) {
  const jwk = await exportJWK((await generateKeyPair('ES256')).publicKey)
  const all = Array.from({ length: keys }, (_, i) => ({ ...jwk, kid: `key ${i}` }))
  return [{ client_id: 'one', name: 'One', jwks: { keys: all }, databases: ['first'] }]
}
const known = new Set(['first'])

test('a holder has up to twenty keys', async ({ file }) => {
  await writeFile(file, JSON.stringify(await entry(20)))
  expect((await loadHolders(file, known)).find('one')?.jwks.keys).toHaveLength(20)
})

test('more keys are refused at the start, and at a reload the old ones stay', async ({ file }) => {
  await writeFile(file, JSON.stringify(await entry(21)))
  await expect(loadHolders(file, known)).rejects.toThrow(/<=20 items[\s\S]*\[0\]\.jwks\.keys/)
  await writeFile(file, JSON.stringify(await entry(2)))
  const holders = await loadHolders(file, known)
  await writeFile(file, JSON.stringify(await entry(21)))
  await expect(holders.reload()).rejects.toThrow('jwks.keys')
  expect(holders.find('one')?.jwks.keys).toHaveLength(2)
})

test('a private, symmetric, weak or useless key is refused at the start and at a reload, naming client and key', async ({
  file,
}) => {
  const good = await entry(1)
  const { privateKey } = await generateKeyPair('ES256', { extractable: true })
  const WRONG: [jwk: object, why: RegExp][] = [
    [await exportJWK(privateKey), /holders\.json: key 2 of client one is private/],
    [{ kty: 'oct', k: 'c2VjcmV0' }, /key 2 of client one is symmetric/],
    [{ kty: 'RSA', n: 'wAAB', e: 'AQAB' }, /key 2 of client one /],
  ]
  for (const [jwk, why] of WRONG) {
    const bad = structuredClone(good)
    bad[0]?.jwks.keys.push(jwk as never)
    await writeFile(file, JSON.stringify(bad))
    await expect(loadHolders(file, known)).rejects.toThrow(why)
    await writeFile(file, JSON.stringify(good))
    const holders = await loadHolders(file, known)
    await writeFile(file, JSON.stringify(bad))
    await expect(holders.reload()).rejects.toThrow(why)
    expect(holders.find('one')?.keys).toHaveLength(1)
  }
  const useless = structuredClone(good)
  for (const key of useless[0]?.jwks.keys ?? []) Object.assign(key, { use: 'enc' })
  await writeFile(file, JSON.stringify(useless))
  await expect(loadHolders(file, known)).rejects.toThrow('client one has no key for')
})
