import { expect } from 'vitest'
import { createStreamEvents } from '../../api/feed/stream-events.ts'
import { streamsOf } from '../../api/store/feeds/streams.ts'
import { test } from '../support/world-test.ts'

test('an empty list in a query is no error on either engine', async ({ world }) => {
  const { store } = world.deps
  await world.holder('demo-registry').streamId()
  const found = (operator: 'in' | 'not in') =>
    store.read((db) => db.selectFrom('stream').select('id').where('id', operator, []).execute())
  expect(await found('in')).toEqual([])
  expect(await found('not in')).toHaveLength(1)

  const [stream] = await store.read((db) => streamsOf(db, ['demo-registry']))
  if (!stream) throw new Error('no stream')
  expect(await createStreamEvents(world.deps).streamUpdated(stream)).toBe(true)
})
