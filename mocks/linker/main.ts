/**
 * Links two simulated holders of a running `npm start`.
 *
 *     node mocks/linker/main.ts approve <project>     notes who is usable today, once
 *     node mocks/linker/main.ts extract <project>     writes extract.csv, report.jwt and lists/ in .data/linker/<project>
 *
 * LINKER_DATA: its folder, `.data/linker`, which the resolver must have as well. HOLDERS_URL: the holders' console.
 */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { refuseProduction } from '../http.ts'
import { Contribution } from './contribution.ts'
import { createLinker } from './linker.ts'

refuseProduction('linker')
const { env } = process
const folder = env.LINKER_DATA ?? '.data/linker'
const holders = env.HOLDERS_URL ?? 'http://127.0.0.1:3003'
const PURPOSE = 'research'
const Answer = z.object({ contribution: Contribution, signed: z.array(z.string()) })

async function ask(database: string) {
  const body = JSON.stringify({ database, purpose: PURPOSE })
  const response = await fetch(`${holders}/contributions`, { method: 'POST', body })
  if (!response.ok) throw new Error(`the holder of ${database} answered ${response.status}`)
  return Answer.parse(await response.json())
}

async function run(command: string | undefined, project: string): Promise<string> {
  const linker = await createLinker({ folder })
  const [one, other] = await Promise.all([ask('demo-registry'), ask('demo-biobank')])
  if (command === 'approve') {
    const pairs = await linker.approve(project, [one.contribution, other.contribution])
    return `${project} was approved. ${pairs} pairs are usable today.`
  }
  const { extract, report } = await linker.extract(project, [one.contribution, other.contribution])
  const place = join(folder, project)
  rmSync(join(place, 'lists'), { recursive: true, force: true })
  mkdirSync(join(place, 'lists'), { recursive: true })
  writeFileSync(join(folder, 'key.json'), JSON.stringify(linker.publicKey))
  writeFileSync(join(place, 'extract.csv'), extract)
  writeFileSync(join(place, 'report.jwt'), report)
  for (const [i, text] of [...one.signed, ...other.signed].entries())
    writeFileSync(join(place, 'lists', `${i}.jwt`), text)
  return `${extract.split('\n').length - 2} rows: ${place}`
}

const [command, project = ''] = process.argv.slice(2)
try {
  if (!['approve', 'extract'].includes(command ?? '') || !/^[\w-]{1,64}$/.test(project))
    throw new Error('node mocks/linker/main.ts approve|extract <project: letters, digits, - and _>')
  console.log(await run(command, project))
} catch (error) {
  console.error((error as Error).message)
  process.exitCode = 1
}
