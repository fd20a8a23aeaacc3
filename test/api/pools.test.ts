import { decodeJwt } from 'jose'
import { describe, expect } from 'vitest'
import { createDeps } from '../../api/deps.ts'
import { HOUR, MINUTE, SECOND } from '../support/clock.ts'
import { numbersOf, ordinary } from '../support/people.ts'
import { ALLOW_WAIT, bitOf, linked, STOP_WAIT, test } from '../support/pooled.ts'
import type { World } from '../support/world.ts'

const PERSON = ordinary(0)
const linkOf = async (world: World, person = PERSON) => {
  const holder = world.holder('demo-registry')
  return linked(await holder.link('research', [numbersOf(person)]))
}
const tickAfter = async (world: World, ms: number) => {
  world.clock.advance(ms)
  await world.tick()
}
const publishedKinds = async (world: World) => (await world.check()).event.map(({ kind }) => kind)

async function enrolled(world: World, person = PERSON) {
  const patient = world.patient()
  await patient.enrol(person.id)
  return patient
}

test('a wait that leaves holders too little time is refused at the start', async ({ world }) => {
  const config = { ...world.deps.config, pool: { ...world.deps.config.pool, maxMs: 6 * HOUR + SECOND } }
  await expect(createDeps(config)).rejects.toThrow('ERABU_POOL_MAX_S must be at most 21600')
})

describe('a stop', () => {
  test('waits in the pool, and until it goes out its holder sees nothing of it', async ({ world }) => {
    const before = await linkOf(world)
    await world.tick()
    const lists = (await world.check()).status_list
    const patient = await enrolled(world)
    await patient.decide('stop', { all: true })
    await tickAfter(world, 10 * SECOND)
    expect(await linkOf(world)).toEqual(before)
    expect(await bitOf(world, before)).toBe(0)
    const { event, status_list, token } = await world.check()
    expect([event, status_list]).toEqual([[], lists])
    expect(token).toMatchObject([{ state: 'revoked', listed: 'usable' }])
  })

  test('is shown to its person with the time by which it is published, and is published by then', async ({
    world,
  }) => {
    const before = await linkOf(world)
    const patient = await enrolled(world)
    await patient.decide('stop', { all: true })
    const { databases, publishing } = await patient.databases()
    expect(publishing).toEqual({ stop_within_s: 3600, allow_within_s: 25_200 })
    const [linkage] = databases.find(({ id }) => id === 'demo-registry')?.linkages ?? []
    expect(linkage).toMatchObject({ state: 'stopped', progress: { published_at: null } })
    const by = Date.parse(linkage?.progress?.publish_by ?? '') - world.clock.now().getTime()
    expect(by).toBeGreaterThan(STOP_WAIT / 2 - 5 * SECOND)
    expect(by).toBeLessThanOrEqual(STOP_WAIT)
    await tickAfter(world, by)
    expect(await publishedKinds(world)).toEqual(['revoke'])
    expect(await bitOf(world, before)).toBe(1)
    expect(await linkOf(world)).toEqual({ ...before, state: 'revoked' })
  })

  test('goes out early where enough others wait, and sits out a round half of the time', async ({
    world,
  }) => {
    const people = Array.from({ length: 24 }, (_, index) => ordinary(index))
    await world.holder('demo-registry').link('research', people.map(numbersOf))
    for (const person of people) await (await enrolled(world, person)).decide('stop', { all: true })
    const left: number[] = []
    for (let round = 0; round < 3; round++) {
      await tickAfter(world, 5 * SECOND)
      left.push((await world.check()).outbox.length)
    }
    const [first = 0, ...rest] = left
    expect(first).toBeGreaterThan(0)
    expect(first).toBeLessThan(24)
    // Fewer than twenty wait now, and no deadline has passed.
    if (first < 20) expect(rest).toEqual([first, first])
  })
})

test('a round counts people, not the purposes for which they are linked; changes of one person go out together', async ({
  world,
}) => {
  const people = Array.from({ length: 10 }, (_, index) => ordinary(index))
  const holder = world.holder('demo-jisedai')
  for (const purpose of ['research', 'industry'] as const) await holder.link(purpose, people.map(numbersOf))
  for (const person of people) await (await enrolled(world, person)).decide('stop', { all: true })
  await tickAfter(world, 5 * SECOND)
  expect((await world.check()).event, 'ten people, twenty changes').toEqual([])
  for (let minutes = 0; minutes < 60; minutes += 10) await tickAfter(world, 10 * MINUTE)
  const { event, token, linkage } = await world.check()
  const subjectOf = new Map(
    token.map((row) => [row.token, linkage.find(({ id }) => id === row.linkage_id)?.subject]),
  )
  const rounds = [...Map.groupBy(event, (row) => subjectOf.get(row.token)).values()]
  expect(rounds.map((own) => own.length)).toEqual(people.map(() => 2))
  expect(rounds.map((own) => new Set(own.map(({ published_at }) => published_at)).size)).toEqual(
    people.map(() => 1),
  )
}, 60_000)

describe('an allow', () => {
  test('makes a token that no holder is told until its create goes out', async ({ world }) => {
    const before = await linkOf(world)
    const patient = await enrolled(world)
    await patient.decide('stop', { all: true })
    await tickAfter(world, STOP_WAIT)
    await patient.signIn()
    const lists = (await world.check()).status_list
    await patient.decide('allow', { all: true })
    await tickAfter(world, 0)
    const told = await linkOf(world)
    const hidden = (await world.check()).token.find(({ generation }) => generation === 2)
    expect(told).toEqual({ ...before, state: 'revoked' })
    expect(hidden).toMatchObject({ state: 'usable', listed: 'hidden' })
    expect((await world.check()).status_list).toMatchObject(
      lists.map(({ change_no, assigned }) => ({ change_no, assigned, reserved: 1 })),
    )
    await tickAfter(world, ALLOW_WAIT)
    world.holder('demo-registry').forgetToken()
    const renewed = await linkOf(world)
    expect(renewed).toMatchObject({ token: hidden?.token, state: 'usable' })
    expect([await bitOf(world, before), await bitOf(world, renewed)]).toEqual([1, 0])
    expect(await publishedKinds(world)).toEqual(['revoke', 'create'])
  })

  test('does not wait until a clock that was set back catches up', async ({ world }) => {
    await linkOf(world)
    const patient = await enrolled(world)
    await patient.decide('stop', { all: true })
    await tickAfter(world, STOP_WAIT)
    await patient.signIn()
    await patient.decide('allow', { all: true })
    world.clock.set(-30 * 24 * HOUR)
    await tickAfter(world, ALLOW_WAIT)
    expect(await publishedKinds(world)).toEqual(['revoke', 'create'])
  })

  test('that is stopped again before it is published is told to no holder, and neither is that stop', async ({
    world,
  }) => {
    const before = await linkOf(world)
    const patient = await enrolled(world)
    for (const choice of ['stop', 'allow', 'stop'] as const) await patient.decide(choice, { all: true })
    const opened: number[] = []
    for (let minutes = 0; minutes <= 60; minutes += 5) {
      await tickAfter(world, minutes === 0 ? 0 : 5 * MINUTE)
      const { token } = await world.check()
      const second = token.find(({ generation }) => generation === 2)
      if (second?.listed === 'usable') opened.push(minutes)
    }
    await tickAfter(world, ALLOW_WAIT)
    expect(opened).toEqual([])
    expect(await publishedKinds(world)).toEqual(['revoke'])
    world.holder('demo-registry').forgetToken()
    expect(await linkOf(world)).toEqual({ ...before, state: 'revoked' })
    expect(await bitOf(world, before)).toBe(1)
  })

  test('that no holder was told leaves the earlier stop in force', async ({ world }) => {
    await linkOf(world)
    const patient = await enrolled(world)
    const shown = async () =>
      (await patient.databases()).databases.find(({ id }) => id === 'demo-registry')?.linkages[0]
    await patient.decide('stop', { all: true })
    const waits = (await shown())?.progress
    for (const choice of ['allow', 'stop'] as const) await patient.decide(choice, { all: true })
    expect(await shown()).toMatchObject({ state: 'stopped', progress: waits })
    expect(waits).toMatchObject({ published_at: null, publish_by: expect.any(String) })
    await tickAfter(world, STOP_WAIT)
    await patient.signIn()
    for (const choice of ['allow', 'stop'] as const) await patient.decide(choice, { all: true })
    expect(await shown()).toMatchObject({
      state: 'stopped',
      progress: { recorded_at: waits?.recorded_at, published_at: expect.any(String), applied_at: null },
    })
  })

  test('after an unpublished one replaces the token that the holder knows', async ({ world }) => {
    const before = await linkOf(world)
    const patient = await enrolled(world)
    for (const choice of ['stop', 'allow', 'stop', 'allow'] as const)
      await patient.decide(choice, { all: true })
    await tickAfter(world, ALLOW_WAIT)
    expect(await publishedKinds(world)).toEqual(['revoke', 'create'])
    world.holder('demo-registry').forgetToken()
    const { sets } = await world.holder('demo-registry').poll()
    const [, created] = Object.values(sets).map((set) => JSON.stringify(decodeJwt(set)))
    expect(created).toContain(`"replaces":"${before.token}"`)
    const tokens = (await world.check()).token.toSorted((a, b) => a.generation - b.generation)
    expect(tokens.map(({ listed }) => listed)).toEqual(['revoked', 'hidden', 'usable'])
  })
})

describe('a linkage that is registered', () => {
  test('while a stop waits is answered as if there were none, and revoked in the feed', async ({ world }) => {
    await (await enrolled(world)).decide('stop', { all: true })
    world.clock.advance(10 * MINUTE)
    const born = await linkOf(world)
    await world.tick()
    expect([born.state, await bitOf(world, born)]).toEqual(['usable', 0])
    expect((await world.check()).token).toMatchObject([{ state: 'revoked', listed: 'usable' }])
    await tickAfter(world, STOP_WAIT)
    expect(await bitOf(world, born)).toBe(1)
    expect(await publishedKinds(world)).toEqual(['revoke'])
  })

  test('after a stop is published everywhere is born revoked', async ({ world }) => {
    await (await enrolled(world)).decide('stop', { all: true })
    world.clock.advance(STOP_WAIT)
    expect(await linkOf(world)).toMatchObject({ state: 'revoked' })
  })

  test('repeatedly makes no round, and publishes nobody’s change earlier', async ({ world }) => {
    const holder = world.holder('demo-registry')
    const [known, suspect] = [ordinary(0), ordinary(1)]
    await (await enrolled(world, known)).decide('stop', { all: true })
    world.clock.advance(STOP_WAIT)
    const cycle = async (person: typeof PERSON) => {
      const { token, state } = await linkOf(world, person)
      const ndjson = `${JSON.stringify({ token })}\n`
      await holder.send('POST', '/linkages/removals?database=demo-registry', { ndjson })
      return state
    }
    await linkOf(world, suspect)
    await (await enrolled(world, suspect)).decide('stop', { all: true })
    const waits = async () => (await world.check()).outbox.map(({ deadline }) => deadline)
    const [deadline] = await waits()
    const states: string[] = []
    for (let i = 0; i < 25; i++) {
      states.push(await cycle(known), await cycle(suspect))
      if (i % 5 === 4) await tickAfter(world, 5 * SECOND)
    }
    expect(new Set(states.filter((_, i) => i % 2 === 0)), 'told of whom everybody knows').toEqual(
      new Set(['revoked']),
    )
    expect(new Set(states.filter((_, i) => i % 2 === 1)), 'told of the suspect').toEqual(new Set(['usable']))
    expect(new Set(await waits()), 'one time for all that waits').toEqual(new Set([deadline]))
    expect((await world.check()).event.filter(({ kind }) => kind === 'revoke')).toHaveLength(25)
  })

  test('for another purpose, of a person whose stop its holder has read early, is born revoked and makes no round', async ({
    world,
  }) => {
    const people = Array.from({ length: 24 }, (_, index) => ordinary(index))
    const holder = world.holder('demo-jisedai')
    await holder.link('research', people.map(numbersOf))
    for (const person of people) await (await enrolled(world, person)).decide('stop', { all: true })
    await tickAfter(world, 5 * SECOND)
    const { event, token, linkage } = await world.check()
    const read = new Set(
      event.map((row) => {
        const id = token.find((one) => one.token === row.token)?.linkage_id
        return linkage.find((one) => one.id === id)?.subject
      }),
    )
    expect(read.size).toBeGreaterThan(0)
    expect(read.size).toBeLessThan(24)
    const answers = await holder.link('industry', people.map(numbersOf))
    const born = (await world.check()).linkage.filter(({ purpose }) => purpose === 'industry')
    const states = new Map(born.map(({ id, subject }) => [subject, id]))
    expect(states.size).toBe(24)
    expect(answers.filter((answer) => 'state' in answer && answer.state === 'revoked')).toHaveLength(
      read.size,
    )
    await tickAfter(world, 5 * SECOND)
    const after = await world.check()
    const purposeOf = new Map(
      after.token.map((row) => [row.token, after.linkage.find(({ id }) => id === row.linkage_id)]),
    )
    const told = after.event.slice(event.length).map((row) => purposeOf.get(row.token))
    expect(told.filter((one) => one?.purpose === 'industry' && read.has(one.subject))).toHaveLength(read.size)
    // Of the others fewer than twenty wait, as before: none of them goes out.
    if (24 - read.size < 20) expect(told).toHaveLength(read.size)
  })

  test('while an allow waits is born revoked, and its next token is told later', async ({ world }) => {
    const patient = await enrolled(world)
    await patient.decide('stop', { all: true })
    world.clock.advance(2 * HOUR)
    await patient.signIn()
    await patient.decide('allow', { all: true })
    const born = await linkOf(world)
    expect(born).toMatchObject({ state: 'revoked' })
    await tickAfter(world, ALLOW_WAIT)
    world.holder('demo-registry').forgetToken()
    expect(await linkOf(world)).toMatchObject({ state: 'usable' })
    expect(await publishedKinds(world)).toEqual(['revoke', 'create'])
  })

  test('again after it was taken back keeps a stop that its holder has read', async ({ world }) => {
    const holder = world.holder('demo-registry')
    const before = await linkOf(world)
    const patient = await enrolled(world)
    await patient.decide('stop', { all: true })
    world.clock.advance(STOP_WAIT - SECOND)
    await world.tick()
    holder.forgetToken()
    const ndjson = `${JSON.stringify({ token: before.token })}\n`
    await holder.send('POST', '/linkages/removals?database=demo-registry', { ndjson })
    expect(await linkOf(world)).toMatchObject({ state: 'revoked' })
  })
})

describe('a linkage that is taken back', () => {
  test.for(['stop', 'allow'] as const)(
    'and registered again, repeatedly, reveals only a %s, and only when its time has come',
    async (choice, { world }) => {
      const people = [0, 1, 2, 3].map(ordinary)
      const longest = choice === 'stop' ? STOP_WAIT : ALLOW_WAIT
      const databases = ['demo-registry', 'demo-biobank'] as const
      const patients = await Promise.all(people.map((person) => enrolled(world, person)))
      if (choice === 'allow') {
        for (const patient of patients) await patient.decide('stop', { all: true })
        world.clock.advance(STOP_WAIT)
        for (const patient of patients) await patient.signIn()
      }
      const begin = world.clock.now().getTime()
      const learnt = new Map<string, number>()
      const cycle = async () => {
        for (const database of databases) {
          const holder = world.holder(database)
          holder.forgetToken()
          const answers = await holder.link('research', people.map(numbersOf))
          const tokens = answers.map((answer) => linked([answer]))
          for (const [i, { state }] of tokens.entries())
            if ((state === 'revoked') === (choice === 'stop') && !learnt.has(`${i} ${database}`))
              learnt.set(`${i} ${database}`, world.clock.now().getTime() - begin)
          const ndjson = tokens.map(({ token }) => `${JSON.stringify({ token })}\n`).join('')
          await holder.send('POST', `/linkages/removals?database=${database}`, { ndjson })
        }
      }
      await cycle()
      for (const patient of patients) await patient.decide(choice, { all: true })
      for (let step = 0; step < 16; step++) {
        world.clock.advance(longest / 15)
        await cycle()
      }
      const times = [...learnt.values()]
      expect(times).toHaveLength(people.length * databases.length)
      expect(Math.min(...times)).toBeGreaterThanOrEqual((longest / 15) * 6)
      expect(Math.max(...times)).toBeLessThanOrEqual(longest)
      expect(new Set(times).size, 'different times').toBeGreaterThan(2)
    },
  )

  test('while an allow waits reveals no new token any more', async ({ world }) => {
    const before = await linkOf(world)
    const patient = await enrolled(world)
    await patient.decide('stop', { all: true })
    await patient.decide('allow', { all: true })
    const ndjson = `${JSON.stringify({ token: before.token })}\n`
    const removed = await world
      .holder('demo-registry')
      .send('POST', '/linkages/removals?database=demo-registry', { ndjson })
    expect(await removed.json()).toEqual({ token: before.token, removed: true })
    await tickAfter(world, ALLOW_WAIT)
    expect(await publishedKinds(world)).toEqual(['revoke'])
    const tokens = (await world.check()).token.toSorted((a, b) => a.generation - b.generation)
    expect(tokens).toMatchObject([{ listed: 'revoked' }, { listed: 'hidden' }])
  })
})
