import { describe, expect } from 'vitest'
import { tokensDigest } from '../../api/domain/audit.ts'
import { openHolder, tokenRow } from '../support/bare-holder.ts'
import { test } from '../support/bare-store.ts'
import { linked, put, rowsOf } from '../support/rows.ts'

const LIST = { status_list: [{ assigned: 9 }] }

describe('linkages that a holder takes back', () => {
  test('are closed in their list, and answered token by token', async ({ store }) => {
    const { parts, linkages, lanes } = openHolder(store)
    await put(store, {
      ...linked(
        { token: 'one' },
        { token: 'two', state: 'waiting', listed: 'waiting' },
        { token: 'kept' },
        { token: 'of b', database_id: 'b' },
      ),
      ...LIST,
    })
    expect(await linkages.removeAll('a', ['one', 'unknown', 'two', 'of b', 'one'])).toEqual([
      true,
      false,
      true,
      false,
      true,
    ])
    const at = parts.now()
    for (const token of ['one', 'two'])
      expect(await tokenRow(store, token)).toMatchObject({
        state: 'removed',
        listed: 'removed',
        changed_at: at,
        change_no: 2,
      })
    expect(await tokenRow(store, 'kept')).toMatchObject({ state: 'usable', listed: 'usable', changed_at: 0 })
    expect(await tokenRow(store, 'of b')).toMatchObject({ state: 'usable', listed: 'usable' })
    const removed = (await rowsOf(store, 'linkage')).map(({ id, removed_at }) => [id, removed_at])
    expect(Object.fromEntries(removed)).toEqual({
      'linkage of one': at,
      'linkage of two': at,
      'linkage of kept': null,
      'linkage of of b': null,
    })
    expect(await rowsOf(store, 'audit')).toMatchObject([
      { kind: 'removals', reference: expect.any(String), digest: tokensDigest(['one', 'two']) },
    ])
    expect(lanes, 'behind the requests of people').toEqual(['later'])
    expect(await linkages.removeAll('a', ['one']), 'once').toEqual([false])
  })

  test('are audited also where none is found, and nothing changes', async ({ store }) => {
    const { linkages } = openHolder(store)
    await put(store, { ...linked({ token: 'kept' }), ...LIST })
    expect(await linkages.removeAll('a', ['unknown'])).toEqual([false])
    expect(await rowsOf(store, 'audit')).toMatchObject([{ kind: 'removals', digest: tokensDigest([]) }])
    expect(await rowsOf(store, 'status_list')).toMatchObject([{ change_no: 1 }])
  })

  test('may be none at all', async ({ store }) => {
    const { linkages, lanes } = openHolder(store)
    expect(await linkages.removeAll('a', [])).toEqual([])
    expect(lanes).toEqual([])
  })

  test('still publish a stop of a token that the holder knows, and drop what it was not told', async ({
    store,
  }) => {
    const { parts, linkages } = openHolder(store)
    await put(store, {
      linkage: [{ id: 'stopped' }, { id: 'allowed', subject: 'q', generation: 2 }],
      token: [
        { token: 'stopped', linkage_id: 'stopped', state: 'revoked' },
        { token: 'old', linkage_id: 'allowed', idx: 1, state: 'revoked', listed: 'revoked', changed_at: 3 },
        { token: 'new', linkage_id: 'allowed', idx: 2, generation: 2, listed: 'hidden' },
      ],
      outbox: [
        { id: 'stop', token: 'stopped' },
        { id: 'allow', token: 'new', kind: 'create', replaces: 'old' },
      ],
      ...LIST,
    })
    expect(await linkages.removeAll('a', ['stopped', 'old', 'new'])).toEqual([true, true, false])
    expect(await tokenRow(store, 'stopped')).toMatchObject({ state: 'revoked', listed: 'removed' })
    expect(await tokenRow(store, 'old')).toMatchObject({ state: 'revoked', listed: 'revoked', changed_at: 3 })
    expect(await tokenRow(store, 'new')).toMatchObject({
      state: 'removed',
      listed: 'hidden',
      changed_at: parts.now(),
    })
    expect((await rowsOf(store, 'outbox')).map(({ id }) => id)).toEqual(['stop'])
  })
})
