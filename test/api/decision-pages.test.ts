import { expect, vi } from 'vitest'
import type { DecisionsAnswer } from '../../api/contract/patient.ts'
import { ordinary } from '../support/people.ts'
import { expectRefused } from '../support/refused.ts'
import { test } from '../support/world-test.ts'

vi.setConfig({ testTimeout: 120_000 })

const idsOf = ({ decisions }: DecisionsAnswer) => decisions.map(({ id }) => id)

test('decisions come in pages, newest first, each once', async ({ world }) => {
  const [patient, other] = [world.patient(), world.patient()]
  await patient.enrol(ordinary(0).id)
  await other.enrol(ordinary(1).id)
  const page = (query: string) => patient.call<DecisionsAnswer>('GET', `/api/decisions${query}`)
  expect(await page('')).toEqual({ decisions: [], next: null })
  const made: string[] = []
  for (const choice of ['stop', 'allow', 'stop'] as const)
    made.unshift((await patient.decide(choice, { all: true })).decision.id)
  const foreign = (await other.decide('stop', { all: true })).decision.id

  const first = await page('?limit=2')
  expect([idsOf(first), first.next]).toEqual([made.slice(0, 2), made[1]])
  const second = await page(`?limit=2&before=${first.next}`)
  expect([idsOf(second), second.next]).toEqual([made.slice(2), null])
  const exact = await page('?limit=3')
  expect([idsOf(exact), exact.next]).toEqual([made, null])
  for (const limit of ['0', '101', '-1', '1.5', 'x'])
    await expectRefused(world, 'invalid-request', () =>
      patient.browser.send('GET', `/api/decisions?limit=${limit}`),
    )
  await expectRefused(world, 'not-found', () =>
    patient.browser.send('GET', `/api/decisions?before=${foreign}`),
  )
})
