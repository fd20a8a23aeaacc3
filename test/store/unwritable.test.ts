import { expect, vi } from 'vitest'
import { createPublisher } from '../../api/feed/publisher.ts'
import { createOpsApp } from '../../api/routes/ops.ts'
import { StoreFull } from '../../api/store/errors.ts'
import { MINUTE } from '../support/clock.ts'
import { numbersOf, ordinary } from '../support/people.ts'
import { test } from '../support/world-test.ts'

test('while nothing can be written, people and holders can still read', async ({ world }) => {
  const registry = world.holder('demo-registry')
  const [linked] = await registry.link('research', [numbersOf(ordinary(0))])
  if (!linked || !('token' in linked)) throw new Error('not linked')
  await registry.streamId()
  const patient = world.patient()
  await patient.enrol(ordinary(0).id)
  await patient.decide('stop', { all: true })
  await world.tick()
  world.clock.advance(MINUTE)
  const { store } = world.deps
  const full = () => Promise.reject(new StoreFull('the disk is full'))
  const spies = [vi.spyOn(store, 'transact').mockImplementation(full)]

  expect((await patient.session()).patient).not.toBeNull()
  expect((await patient.databases()).databases.length).toBeGreaterThan(0)
  const reader = world.holder('demo-registry')
  const scope = async (asked?: string) => {
    const response = await reader.token(asked)
    return response.ok ? ((await response.json()) as { scope: string }).scope : response.status
  }
  expect([await scope(), await scope('linkages.write')]).toEqual(['ssf.read', 503])
  const twice = await reader.assertion()
  const use = () =>
    reader.requestToken({
      grant_type: 'client_credentials',
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
      client_assertion: twice,
    })
  expect([(await use()).status, (await use()).status]).toEqual([200, 401])
  const list = await registry.send('GET', new URL(linked.status_list.uri).pathname)
  expect(list.status).toBe(200)
  const { sets } = await registry.poll()
  const acknowledging = await registry.poll({ returnImmediately: true, ack: Object.keys(sets) })
  expect(Object.keys(acknowledging.sets), 'delivered again, for the acknowledgement was not kept').toEqual(
    Object.keys(sets),
  )
  for (const spy of spies) spy.mockRestore()
  expect((await use()).status, 'nor is the assertion good for a second time afterwards').toBe(401)
})

test('readyz writes a row, and reports when that fails or takes too long', async ({ world }) => {
  const publisher = createPublisher(world.deps)
  await publisher.tick()
  const ready = async () => (await createOpsApp(world.deps, publisher).request('/readyz')).text()
  expect(await ready()).toBe('ready')
  const rows = () => world.deps.store.read((db) => db.selectFrom('write_probe').select('at').execute())
  const [first] = await rows()
  expect(first?.at).toBeGreaterThan(0)
  vi.spyOn(world.deps.store, 'probe').mockRejectedValueOnce(new Error('full'))
  expect(await ready()).toBe('store is not writable')
  expect(await ready()).toBe('ready')
  expect(await rows()).toHaveLength(1)
})
