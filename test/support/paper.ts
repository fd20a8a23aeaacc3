import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { works } from './needing.ts'

/** Whether this machine can look at paper: `pdftoppm` (poppler-utils) and `zbarimg` (zbar-tools). */
export const canReadPaper = () => works('pdftoppm', '-v') && works('zbarimg', '--version')

/** As a printer of an office prints it. */
const DPI = '150'

/** The QR codes on the pages of a PDF, read from its picture, as a phone reads paper. One entry for each page. */
export function codesOn(pdf: Buffer): string[][] {
  const folder = mkdtempSync(join(tmpdir(), 'paper-'))
  try {
    const file = join(folder, 'paper.pdf')
    writeFileSync(file, pdf)
    execFileSync('pdftoppm', ['-r', DPI, '-png', file, join(folder, 'page')])
    const pages = readdirSync(folder).filter((name) => name.endsWith('.png'))
    return pages.sort().map((page) => readCodes(join(folder, page)))
  } finally {
    rmSync(folder, { recursive: true })
  }
}

function readCodes(picture: string): string[] {
  try {
    return execFileSync('zbarimg', ['--quiet', '--raw', picture], { encoding: 'utf8' }).trim().split('\n')
  } catch {
    // It ends with an error where it finds none.
    return []
  }
}
