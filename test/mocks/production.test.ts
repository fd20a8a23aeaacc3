import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const MOCKS = join(import.meta.dirname, '../../mocks')

test.for([
  ['portal', 'portal/main.ts'],
  ['resolver', 'resolver/main.ts'],
  ['holders', 'holder/main.ts'],
  ['linker', 'linker/main.ts'],
] as const)('%s does not start in production', ([name, file]) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(MOCKS, file)], {
    env: { ...process.env, NODE_ENV: 'production', PORT: '0' },
    encoding: 'utf8',
    timeout: 15_000,
  })
  expect([status, stdout, stderr]).toEqual([
    1,
    '',
    `${name} is a mock and does not start with NODE_ENV=production\n`,
  ])
})
