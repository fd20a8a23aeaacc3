import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { type DemoPlace, demoPlace } from '../../mocks/demo/system.ts'
import { startDemoSystem } from '../support/demo-system.ts'
import { createPatient } from '../support/patient.ts'
import { startCluster } from '../support/postgres/cluster.ts'
import { postgresTest } from './support/needs.ts'

const PATIENCE = { timeout: 60_000, interval: 500 }
const SENTENCE = /^The api has another store than these holders remember/gm
/** What each of the first residents sees; every database knows them. */
const LINKAGES = [
  'demo-biobank research',
  'demo-jisedai industry',
  'demo-jisedai research',
  'demo-registry research',
  'demo-statutory policy',
  'demo-statutory research',
]

async function place(): Promise<DemoPlace> {
  const free = await demoPlace()
  onTestFinished(free.remove)
  return free
}

/**
 * Runs the demo once, until this resident, who begins there, sees all linkages.
 * @returns how often the holders reported another store.
 */
async function visit(place: DemoPlace, resident: string, settings: Record<string, string> = {}) {
  const demo = await startDemoSystem(settings, place)
  try {
    const patient = createPatient({ origin: demo.origin })
    await patient.enrol(resident)
    const seen = async () =>
      (await patient.databases()).databases
        .flatMap(({ id, linkages }) => linkages.map(({ purpose }) => `${id} ${purpose}`))
        .toSorted()
    await expect.poll(seen, PATIENCE).toEqual(LINKAGES)
    return demo.output().match(SENTENCE)?.length ?? 0
  } finally {
    await demo.close()
  }
}

test('after the store was removed a patient sees their linkages again, and npm start says why', async () => {
  const demo = await place()
  expect(await visit(demo, 'r01')).toBe(0)
  for (const end of ['', '-wal', '-shm']) await rm(join(demo.data, `erabu.db${end}`), { force: true })
  expect(await visit(demo, 'r01')).toBe(1)
}, 240_000)

postgresTest(
  'also with another database, and back at the first store',
  async () => {
    const cluster = await startCluster()
    onTestFinished(cluster.close)
    const demo = await place()
    const settings = { DATABASE_URL: await cluster.createDatabase() }
    expect(await visit(demo, 'r01')).toBe(0)
    expect(await visit(demo, 'r01', settings)).toBe(1)
    expect(await visit(demo, 'r02', settings)).toBe(0)
    expect(await visit(demo, 'r02')).toBe(1)
  },
  300_000,
)
