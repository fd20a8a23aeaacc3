import { spawn } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openApiDocument } from '../../api/openapi/document.ts'
import { resolverDocument } from '../../mocks/resolver/openapi.ts'
import { ROOT } from '../support/sources.ts'

const DOCUMENTS = {
  'for data holders': openApiDocument('https://erabu.example'),
  'of the resolver': resolverDocument('https://resolver.example'),
}

/** Each linter with its own recommended rules. Exit code 1: it found an error. */
const LINTERS = {
  Redocly: (file: string) => ['@redocly/cli/bin/cli.js', 'lint', '--extends=recommended', file],
  Spectral: (file: string, rules: string) => [
    '@stoplight/spectral-cli/dist/index.js',
    'lint',
    '--ruleset',
    rules,
    file,
  ],
}

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'erabu-openapi-'))
  await writeFile(join(folder, 'rules.yaml'), 'extends: ["spectral:oas"]\n')
})
afterAll(() => rm(folder, { recursive: true, force: true }))

async function lint(linter: keyof typeof LINTERS, document: object) {
  const file = join(folder, 'openapi.json')
  await writeFile(file, JSON.stringify(document))
  const [script = '', ...rest] = LINTERS[linter](file, join(folder, 'rules.yaml'))
  const child = spawn(process.execPath, [join(ROOT, 'node_modules', script), ...rest], {
    cwd: folder,
    env: { PATH: process.env.PATH, REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true' },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let said = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (said += chunk))
  const code = await new Promise((resolve) => child.on('close', resolve))
  return { code, said }
}

describe.for(Object.keys(LINTERS) as (keyof typeof LINTERS)[])('%s', (linter) => {
  test.for(Object.entries(DOCUMENTS))('finds no error in the interface %s', async ([, document]) => {
    const { code, said } = await lint(linter, document)
    expect(code, said).toBe(0)
  })

  test('finds an error where there is one', async () => {
    const broken = structuredClone(DOCUMENTS['for data holders']) as Record<string, unknown>
    broken.paths = { '/x': { get: { responses: 'none' } } }
    expect((await lint(linter, broken)).code).toBe(1)
  })
})
