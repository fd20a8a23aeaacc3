import { describe, expect } from 'vitest'
import { numbersOf, ordinary } from '../support/people.ts'
import { test } from '../support/world-test.ts'
import { DATABASE, decides, linkedOutsider } from './linked-outsider.ts'
import { statusOf } from './lists.ts'
import type { Linked } from './outsider.ts'
import { changesOf, digestOf } from './sets.ts'
import { sealedSubject } from './subjects.ts'

const first = (linked: Linked[]): Linked => {
  const [one] = linked
  if (!one) throw new Error('nothing is linked')
  return one
}

describe('feed, status list, digest and the answers about linkages', () => {
  test('agree about which tokens are revoked', async ({ world }) => {
    const { outsider, stream, people, linked } = await linkedOutsider(world, 4)
    for (const { id } of people.slice(0, 2)) await (await decides(world, id))('stop')

    const { sets, 'urn:erabu:head': head } = await outsider.poll(stream)
    const changes = await changesOf(world.origin, DATABASE, sets)
    const revoked = changes.map(({ token }) => token)
    const bits = await Promise.all(linked.map(({ status_list }) => statusOf(status_list, outsider)))
    const subjects = people.map((person) => sealedSubject(world, DATABASE, numbersOf(person)))
    const answers = await outsider.register('research', await Promise.all(subjects))

    expect(changes.map(({ seq, change_type }) => [seq, change_type])).toEqual([
      [1, 'revoke'],
      [2, 'revoke'],
    ])
    expect(new Set(revoked)).toEqual(new Set(linked.slice(0, 2).map(({ token }) => token)))
    expect(bits).toEqual([1, 1, 0, 0])
    expect(answers.map(({ token }) => token)).toEqual(linked.map(({ token }) => token))
    expect(answers.map(({ state }) => state)).toEqual(['revoked', 'revoked', 'usable', 'usable'])
    expect(head).toEqual({ seq: 2, revoked_count: 2, revoked_digest: digestOf(revoked) })
    expect(
      await outsider.applied(stream, {
        through_seq: 2,
        revoked_count: 2,
        revoked_digest: digestOf(revoked),
      }),
    ).toEqual({ match: true, revoked_count: 2, revoked_digest: digestOf(revoked) })
  })

  test('keep an old token revoked after the person allows again, and open a new one', async ({ world }) => {
    const { outsider, stream, people, linked } = await linkedOutsider(world, 1)
    const old = first(linked)
    const decide = await decides(world, people[0]?.id ?? '')
    await decide('stop')
    await decide('allow')

    const { sets, 'urn:erabu:head': head } = await outsider.poll(stream)
    const [stop, allow] = await changesOf(world.origin, DATABASE, sets)
    expect(stop).toMatchObject({ change_type: 'revoke', token: old.token })
    expect(allow).toMatchObject({ change_type: 'create', replaces: old.token })
    expect(allow?.token).not.toBe(old.token)
    const subject = await sealedSubject(world, DATABASE, numbersOf(ordinary(0)))
    const renewed = first(await outsider.register('research', [subject]))
    expect(renewed).toMatchObject({ token: allow?.token, state: 'usable' })
    expect([
      await statusOf(old.status_list, outsider),
      await statusOf(renewed.status_list, outsider),
    ]).toEqual([1, 0])
    expect(head).toMatchObject({ seq: 2, revoked_count: 1, revoked_digest: digestOf([old.token]) })
  })

  test('know a token that was revoked at birth', async ({ world }) => {
    const { outsider, stream } = await linkedOutsider(world, 0)
    await (await decides(world, ordinary(0).id))('stop')
    const born = first(
      await outsider.register('research', [await sealedSubject(world, DATABASE, numbersOf(ordinary(0)))]),
    )
    await world.tick()
    const { sets } = await outsider.poll(stream)
    expect(born.state).toBe('revoked')
    expect(await changesOf(world.origin, DATABASE, sets)).toMatchObject([
      { change_type: 'revoke', token: born.token },
    ])
    expect(await statusOf(born.status_list, outsider)).toBe(1)
  })

  test('differ visibly for a holder that missed one', async ({ world }) => {
    const { outsider, stream, people } = await linkedOutsider(world, 1)
    await (await decides(world, people[0]?.id ?? ''))('stop')
    const answer = await outsider.applied(stream, {
      through_seq: 1,
      revoked_count: 0,
      revoked_digest: digestOf([]),
    })
    expect(answer).toMatchObject({ match: false, revoked_count: 1 })
  })

  test('are reported as of the applied number, and not beyond the head', async ({ world }) => {
    const { outsider, stream, people } = await linkedOutsider(world, 2)
    for (const { id } of people) await (await decides(world, id))('stop')
    const [first] = await changesOf(world.origin, DATABASE, (await outsider.poll(stream)).sets)
    expect(await outsider.applied(stream, { through_seq: 1 })).toEqual({
      match: true,
      revoked_count: 1,
      revoked_digest: digestOf([first?.token ?? '']),
    })
    const json = { through_seq: 3 }
    const beyond = await outsider.send('POST', `/ssf/streams/${stream}/applied`, { json })
    expect([beyond.status, await beyond.json()]).toMatchObject([
      422,
      { type: 'urn:erabu:problem:beyond-head' },
    ])
  })
})
