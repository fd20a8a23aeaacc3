/**
 * `npm run mutation -- --part feed-pages`: changes one thing at a time in a part of the code, and sees whether a test notices.
 * Writes how it ended to `figures.json` and the README. Without `--part`, each part in turn.
 * `--again` tries only what no test noticed before, and what was changed since with its file or its tests.
 * `--only api/feed/pages.ts:10-40` changes a file, or lines of it, while its tests are being written; `--tests` names the
 * test files. Neither writes a figure. `--dry` runs the tests once and changes nothing.
 */
import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import Stryker from '@stryker-mutator/core'
import { ROOT } from '../support/sources.ts'
import { countsOf, keepFigure } from './figures.ts'
import { PARTS, type Part, type PartName, partNames } from './parts.ts'
import { optionsFor } from './stryker.config.ts'

const { values } = parseArgs({
  options: {
    part: { type: 'string' },
    only: { type: 'string', multiple: true },
    tests: { type: 'string', multiple: true },
    concurrency: { type: 'string', default: '1' },
    again: { type: 'boolean', default: false },
    dry: { type: 'boolean', default: false },
  },
})

const isPart = (name: string): name is PartName => name in PARTS
const git = (...args: string[]) => execFileSync('git', args, { cwd: ROOT, encoding: 'utf8' }).trim()
const commit = () =>
  git('rev-parse', '--short=7', 'HEAD') +
  (git('status', '--porcelain', 'api', 'web', 'test') === '' ? '' : '+')

const names = values.part === undefined ? partNames : [values.part]
const partial = values.only !== undefined || values.tests !== undefined || values.dry

for (const name of names) {
  if (!isPart(name)) throw new Error(`--part is one of ${partNames.join(', ')}`)
  const part: Part = PARTS[name]
  const begun = { at: Date.now(), commit: commit() }
  const chosen = { mutate: values.only ?? part.mutate, tests: values.tests ?? part.tests }
  const results = await new Stryker(
    optionsFor(chosen, {
      concurrency: Number(values.concurrency),
      dryRunOnly: values.dry,
      memory: partial ? null : join(ROOT, '.data', 'mutation', `${name}.json`),
      force: !values.again,
    }),
  ).runMutationTest()
  if (partial) continue
  keepFigure(name, {
    ...countsOf(results),
    date: new Date(begun.at).toISOString().slice(0, 10),
    commit: begun.commit,
    minutes: Math.ceil((Date.now() - begun.at) / 60_000),
  })
}
