import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** The audience of seals for the linker. It is no database of the catalogue: Erabu knows nothing of it. */
export const LINKER = 'demo-linker'

/** 32 bytes shared by the resolver and the linker, made once in `folder` (file of mode 0600). */
export function linkerKey(folder: string): Buffer {
  const file = join(folder, 'linker.key')
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  if (!existsSync(file)) writeFileSync(file, randomBytes(32).toString('base64url'), { mode: 0o600 })
  return Buffer.from(readFileSync(file, 'utf8').trim(), 'base64url')
}
