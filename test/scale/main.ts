/** `npm run scale`: three holders at full size come to the same end as the api. `-- --linkages 20000` for a smaller one. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { startWorld } from '../support/world.ts'
import { converge } from './converge.ts'

const { values } = parseArgs({
  options: {
    linkages: { type: 'string', default: '1000000' },
    revocations: { type: 'string', default: '54000' },
    ticks: { type: 'string', default: '54' },
  },
})
const folder = await mkdtemp(join(tmpdir(), 'erabu-scale-'))
const world = await startWorld({ embedded: true })
try {
  const course = {
    linkages: Number(values.linkages),
    revocations: Number(values.revocations),
    ticks: Number(values.ticks),
    folder,
  }
  const { revoked, ends, memory } = await converge(world, course, console.log)
  const agree = Object.values(ends).every(
    ({ revoked_count, revoked_digest }) =>
      revoked_count === revoked.revoked_count && revoked_digest === revoked.revoked_digest,
  )
  console.table(ends)
  console.log(
    `${agree ? 'all agree' : 'they DISAGREE'}; at most ${(memory / 1e6).toFixed(0)} MB, api and holders`,
  )
  process.exitCode = agree ? 0 : 1
} finally {
  await world.close()
  await rm(folder, { recursive: true, force: true })
}
