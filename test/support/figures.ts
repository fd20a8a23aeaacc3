import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT } from './sources.ts'

const block = (name: string) => new RegExp(`(<!-- ${name}: npm run [^>]*-->\\n)[\\s\\S]*?(<!-- end -->)`)

/**
 * Quotes what a command measured in a README, between `<!-- <name>: npm run <command> -->` and `<!-- end -->`.
 * @param path of the README in the project. @param text Markdown. @throws Error where the README has no such lines.
 */
export function quoteFigures(path: string, name: string, text: string): void {
  const file = join(ROOT, path)
  const before = readFileSync(file, 'utf8')
  if (!block(name).test(before)) throw new Error(`${path} has no place for ${name}`)
  writeFileSync(
    file,
    before.replace(block(name), (_, begin: string, end: string) => `${begin}${text.trimEnd()}\n${end}`),
  )
}

/** The day on which something is measured, as a README says it. */
export const today = (): string => new Date().toISOString().slice(0, 10)
