/**
 * `npm run scale`: at full size, three holders and the script in Python reach the same state as the api. `--
 * --linkages 20000 --revocations 1000`: smaller; `-- --only script` or `holders`: one of both.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { quoteFigures, today } from '../support/figures.ts'
import { startWorld, type World } from '../support/world.ts'
import { converge } from './converge.ts'
import { runScript } from './script.ts'

const { values } = parseArgs({
  options: {
    linkages: { type: 'string', default: '1000000' },
    revocations: { type: 'string', default: '54000' },
    ticks: { type: 'string', default: '54' },
    only: { type: 'string' },
  },
})
const course = {
  linkages: Number(values.linkages),
  revocations: Number(values.revocations),
  ticks: Number(values.ticks),
}

const said: string[] = []
const say = (text: string): void => {
  console.log(text)
  said.push(`- ${text}`)
}

/** @param run gets a fresh world and a folder. @returns whether it succeeded. */
async function inFreshWorld(run: (world: World, folder: string) => Promise<boolean>): Promise<boolean> {
  const folder = await mkdtemp(join(tmpdir(), 'erabu-scale-'))
  const world = await startWorld({ embedded: true })
  try {
    return await run(world, folder)
  } finally {
    await world.close()
    await rm(folder, { recursive: true, force: true })
  }
}

async function holders(world: World, folder: string): Promise<boolean> {
  const { revoked, ends, memory } = await converge(world, { ...course, folder }, say)
  const agree = Object.values(ends).every(
    ({ revoked_count, revoked_digest }) =>
      revoked_count === revoked.revoked_count && revoked_digest === revoked.revoked_digest,
  )
  console.table(ends)
  say(`${agree ? 'all agree' : 'they DISAGREE'}; at most ${(memory / 1e6).toFixed(0)} MB, api and holders`)
  return agree
}

async function script(world: World, folder: string): Promise<boolean> {
  const { usable, agrees } = await runScript(world, { ...course, folder }, say)
  const open = course.linkages - course.revocations
  const right = agrees && usable.join() === [open, open, open - 1].join()
  say(right ? 'the script agrees' : 'the script DISAGREES')
  return right
}

const { only } = values
const done = only === 'script' || (await inFreshWorld(holders))
const agreed = only === 'holders' || (await inFreshWorld(script))
process.exitCode = done && agreed ? 0 : 1
if (!only) quoteFigures('test/scale/README.md', 'scale', `${today()}\n\n${said.join('\n')}`)
