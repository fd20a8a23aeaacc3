import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { openScript, type Places, type Settings } from './python-script.ts'

/** The script in its own folder until the test ends, with a spreadsheet of linkages. */
export function createPythonHolder(settings: Settings, linked: Places | string) {
  const folder = mkdtempSync(join(tmpdir(), 'erabu-python-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return { folder, ...openScript(folder, settings, linked) }
}
