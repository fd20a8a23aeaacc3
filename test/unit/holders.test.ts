import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { exportJWK, generateKeyPair } from 'jose'
import { test as base, expect } from 'vitest'
import { loadHolders } from '../../api/holders.ts'

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
