import { test as base } from 'vitest'
import type { Deps } from '../../api/deps.ts'
import { MINUTE } from './clock.ts'
import type { Patient } from './patient.ts'
import { numbersOf, ordinary } from './people.ts'
import { type PushService, startPushService } from './push-service.ts'
import type { FeedId } from './setting.ts'
import { startWorld, type World } from './world.ts'

/** A test whose world sends its pushes to a push service on loopback. */
export const test = base
  .extend('service', async ({ task: _ }, { onCleanup }) => {
    const service = await startPushService()
    onCleanup(service.close)
    return service
  })
  .extend('world', async ({ service, task }, { onCleanup }) => {
    const world = await startWorld({ settings: { ERABU_PUSH_HOSTS: `${service.origin},push.example` } })
    onCleanup(async () => {
      try {
        if (task.result?.state !== 'fail') await world.check()
      } finally {
        await world.close()
      }
    })
    return world
  })

/** Enough time for what happened to be looked at, and for a push to be due. */
export async function wait(world: World, pushers: Pick<Deps, 'pusher'>[] = [world.deps]): Promise<void> {
  for (let minutes = 0; minutes < 5; minutes++) {
    world.clock.advance(MINUTE)
    await Promise.all(pushers.map(({ pusher }) => pusher.run()))
  }
}

/** A person whose device gets pushes. */
export async function subscriber(world: World, service: PushService, index = 0) {
  const patient = world.patient()
  await patient.enrol(ordinary(index).id)
  const subscription = service.subscribe()
  await storePush(patient, subscription)
  return { patient, subscription, pushes: () => service.received.filter(isTo(subscription)) }
}

/** Stores a subscription for the person's session. */
export async function storePush(patient: Patient, json: unknown): Promise<void> {
  const { status } = await patient.browser.send('POST', '/api/push', { json })
  if (status !== 204) throw new Error(`POST /api/push: ${status}`)
}

const isTo =
  ({ endpoint }: { endpoint: string }) =>
  ({ device }: { device: string }) =>
    endpoint.endsWith(`/${device}`)

/** A database links the records of a person. @returns the token. */
export async function link(world: World, database: FeedId, index = 0): Promise<string> {
  const holder = world.holder(database)
  const [answer] = await holder.link('research', [numbersOf(ordinary(index))])
  if (!answer || !('token' in answer)) throw new Error('not linked')
  return answer.token
}

/** The holder of a database polls, applies and says so. */
export async function apply(world: World, database: FeedId): Promise<void> {
  const holder = world.holder(database)
  await holder.streamId()
  const { sets } = await holder.poll()
  await holder.poll({ returnImmediately: true, ack: Object.keys(sets) })
  await holder.applied({ through_seq: Object.keys(sets).length })
}

/** The holder of the registry reports a use of these tokens. */
export async function use(world: World, tokens: string[]): Promise<void> {
  const head = {
    database: 'demo-registry',
    project: { id: 'p-1', title: '糖尿病の研究', organisation: '模擬大学', purpose: 'research' },
    from: '2026-10-01',
    to: '2026-10-31',
  }
  const ndjson = [head, ...tokens.map((token) => ({ token }))].map((line) => JSON.stringify(line)).join('\n')
  const answer = await world.holder('demo-registry').send('POST', '/usage', { ndjson })
  if (answer.status !== 201) throw new Error(`not reported: ${answer.status}`)
}
