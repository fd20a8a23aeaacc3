import { DatabaseSync } from 'node:sqlite'
import { expect } from 'vitest'
import { createPublisher } from '../../api/feed/publisher.ts'
import { createOpsApp } from '../../api/routes/ops.ts'
import { sqliteFile } from '../../api/store/engine/sqlite.ts'
import { numbersOf, ordinary } from '../support/people.ts'
import { codeOf } from '../support/problem.ts'
import { test } from '../support/world-test.ts'

test('while another program holds the write lock, reading continues, and writes are refused', async ({
  world,
}) => {
  const registry = world.holder('demo-registry')
  const [linked] = await registry.link('research', [numbersOf(ordinary(0))])
  if (!linked || !('token' in linked)) throw new Error('not linked')
  const patient = world.patient()
  await patient.enrol(ordinary(0).id)
  await world.tick()
  const write = () => patient.browser.send('POST', '/api/sessions/options', { json: { device: 'personal' } })
  const ops = createOpsApp(world.deps, createPublisher(world.deps))
  const other = new DatabaseSync(sqliteFile(world.deps.config.data))
  const done: string[] = []
  const noted = async <T>(name: string, work: Promise<T>) => {
    const result = await work
    done.push(name)
    return result
  }
  try {
    other.exec('begin immediate')
    const refused = noted('written', write())
    const session = await noted('session', patient.session())
    const list = await noted('list', registry.send('GET', new URL(linked.status_list.uri).pathname))
    const health = await noted('health', Promise.resolve(ops.request('/healthz')))
    expect([session.patient === null, list.status, health.status]).toEqual([false, 200, 200])
    expect([(await refused).status, await codeOf(await refused)]).toEqual([503, 'store-unavailable'])
    expect((await refused).headers.get('retry-after')).not.toBeNull()
    expect(done, 'readers wait for no writer').toEqual(['session', 'list', 'health', 'written'])

    // One wait in vain is enough: while the lock is taken, nobody else waits.
    const [again, once] = await Promise.all([write(), write()])
    expect([again.status, once.status]).toEqual([503, 503])
  } finally {
    other.close()
  }
  expect((await write()).status).toBe(200)
  await patient.decide('stop', { all: true })
})
