import { describe, expect } from 'vitest'
import { openChannel } from '../../api/operator/channel.ts'
import { DAY } from '../support/clock.ts'
import { runCommand } from '../support/command.ts'
import { createClerk, openClerk, signedForm } from '../support/desk.ts'
import { readMetric } from '../support/metrics.ts'
import { actsOf } from '../support/operator.ts'
import { ordinary } from '../support/people.ts'
import type { World } from '../support/world.ts'
import { test } from '../support/world-test.ts'

/** `npm run desk` on the store of a world. */
const command = ({ deps: { config } }: World, ...args: string[]) =>
  runCommand(
    'api/cli/desk.ts',
    {
      ERABU_ORIGIN: config.origin,
      ERABU_DATA: config.data,
      ERABU_KEYS: config.keys,
      ERABU_DESKS: config.desks ?? '',
      ...(config.databaseUrl ? { DATABASE_URL: config.databaseUrl } : {}),
    },
    ...args,
  )

/** What `api/main.ts` opens on the embedded store. */
function channelOf({ deps }: World) {
  return deps.config.databaseUrl
    ? { close: async () => {} }
    : openChannel(deps.config.data, actsOf(deps), () => {})
}

describe('the command', () => {
  test('invites, blocks and lists while the service runs', async ({ world }) => {
    const channel = channelOf(world)
    try {
      const invited = await command(world, '--invite', 'city-hall', '佐藤')
      expect(invited).toMatchObject({ code: 0, said: expect.stringContaining('city-hall 佐藤') })
      const [, secret = ''] = /\/desk\?invite=([\w-]{43})\n$/.exec(invited.said) ?? []
      const clerk = createClerk(world)
      expect((await clerk.register(secret)).status).toBe(204)
      await clerk.signIn()
      const { form } = await signedForm(world, ordinary(0).id)
      await clerk.enter(await signedForm(world, ordinary(0).id, { form }))
      const listed = (await command(world, '--list')).said
      expect(listed).toContain('city-hall: 試験市役所, 1 forms wait')
      expect(listed).toMatch(/佐藤: key since \d{4}-\d\d-\d\d\n/)
      expect(listed).toContain('ward-office: 試験区役所, 0 forms wait')
      for (const [args, said] of [
        [['--invite', 'city-hall', '佐藤'], /block it first/],
        [['--invite', 'nowhere', '佐藤'], /no such desk/],
        [['--invite', 'city-hall'], /Usage/],
        [['--block', 'city-hall', '鈴木'], /no key and no invitation/],
        [[], /Usage/],
      ] as const)
        expect(await command(world, ...args)).toEqual({ code: 1, said: expect.stringMatching(said) })
      expect((await command(world, '--block', 'city-hall', '佐藤')).code).toBe(0)
      await expect(clerk.session()).rejects.toThrow('not-signed-in')
      expect((await command(world, '--list')).said).toMatch(/佐藤: blocked /)
      const { audit } = await world.check()
      const kinds = audit.map(({ kind }) => kind).filter((kind) => kind.startsWith('desk-'))
      expect(kinds.toSorted()).toEqual([
        'desk-blocked',
        'desk-entered',
        'desk-invited',
        'desk-key',
        'desk-signed-in',
      ])
    } finally {
      await channel.close()
    }
  }, 120_000)

  test('lists a form that has waited for more than 14 days, and names no person', async ({ world }) => {
    const clerk = await openClerk(world, '佐藤')
    const { form } = await signedForm(world, ordinary(0).id)
    await clerk.enter(await signedForm(world, ordinary(0).id, { form }))
    const [row] = (await world.check()).desk_entry
    // The command has the machine's clock.
    await world.deps.store.transact((tx) =>
      tx
        .updateTable('desk_entry')
        .set({ entered_at: Date.now() - 15 * DAY })
        .execute(),
    )
    const { said } = await command(world, '--list')
    await world.deps.store.transact((tx) =>
      tx
        .updateTable('desk_entry')
        .set({ entered_at: row?.entered_at ?? 0 })
        .execute(),
    )
    expect(said).toContain(`LATE ${form} at city-hall`)
    expect(said).toContain('1 forms wait, 1 for more than 14 days')
    expect(said).not.toContain(row?.subject)
  })
})

test('the metrics count forms that wait, by desk', async ({ world }) => {
  const clerk = await openClerk(world, '佐藤')
  const { id } = await clerk.enter(await signedForm(world, ordinary(0).id))
  const counted = async () =>
    Promise.all(['erabu_desk_forms_waiting', 'erabu_desk_forms_late'].map((name) => readMetric(world, name)))
  const [here, there] = ['desk="city-hall"', 'desk="ward-office"']
  expect(await counted()).toEqual([
    { [here]: 1, [there]: 0 },
    { [here]: 0, [there]: 0 },
  ])
  world.clock.advance(14 * DAY + 1)
  expect(await counted()).toEqual([
    { [here]: 1, [there]: 0 },
    { [here]: 1, [there]: 0 },
  ])
  const other = await openClerk(world, '鈴木')
  await other.confirm(id)
  expect(await counted()).toEqual([
    { [here]: 0, [there]: 0 },
    { [here]: 0, [there]: 0 },
  ])
})
