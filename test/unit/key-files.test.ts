import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createLocalJWKSet, jwtVerify } from 'jose'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { loadKeys, makeKeys, rotateSigning } from '../../api/keys/key-files.ts'
import { createSigner } from '../../api/keys/signer.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'erabu-keys-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

describe('key files', () => {
  it('are made once, only for the owner, and then left unchanged', async () => {
    expect(await makeKeys(folder, { demo: false })).toHaveLength(6)
    const before = readdirSync(folder).map((name) => readFileSync(join(folder, name), 'utf8'))
    expect(await makeKeys(folder, { demo: true })).toEqual([])
    expect(readdirSync(folder).map((name) => readFileSync(join(folder, name), 'utf8'))).toEqual(before)
    for (const name of readdirSync(folder)) expect(statSync(join(folder, name)).mode & 0o077).toBe(0)
    expect((await loadKeys(folder)).demo).toBe(false)
  })

  it('of the demo say so', async () => {
    await makeKeys(folder, { demo: true })
    expect((await loadKeys(folder)).demo).toBe(true)
  })

  it('that are missing are named, with what to do', async () =>
    expect(loadKeys(folder)).rejects.toThrow(/signing\.json.*npm run keys/))

  it('publish no private part', async () => {
    await makeKeys(folder, { demo: false })
    await rotateSigning(folder)
    for (const key of (await loadKeys(folder)).signing.publicJwks) expect(key).not.toHaveProperty('d')
  })

  it('rotate: the new key signs, what the old one signed still verifies', async () => {
    await makeKeys(folder, { demo: false })
    const old = createSigner((await loadKeys(folder)).signing)
    const receipt = old.sign('receipt+jwt', { jti: 'R' })
    const kid = await rotateSigning(folder)
    const rotated = createSigner((await loadKeys(folder)).signing)
    const fresh = rotated.sign('receipt+jwt', { jti: 'S' })
    const keys = createLocalJWKSet(rotated.publicKeys())
    expect((await jwtVerify(receipt, keys)).payload.jti).toBe('R')
    expect((await jwtVerify(fresh, keys)).protectedHeader.kid).toBe(kid)
    await expect(jwtVerify(fresh, createLocalJWKSet(old.publicKeys()))).rejects.toThrow()
  })
})
