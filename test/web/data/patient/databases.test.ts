// @vitest-environment happy-dom
import { expect, test } from 'vitest'
import type { DatabasesAnswer, Progress } from '../../../../api/contract/patient.ts'
import { pace } from '../../../../web/data/patient/databases.ts'

const time = '2026-09-01T00:00:00Z'
const recorded: Progress = {
  recorded_at: time,
  publish_by: time,
  published_at: null,
  received_at: null,
  applied_at: null,
  due_at: time,
  late: false,
}

const answer = (...progress: (Progress | null)[]) =>
  ({
    databases: [{ linkages: progress.map((of) => ({ progress: of })) }],
    standing: null,
    restored_at: null,
  }) as unknown as DatabasesAnswer

test('asks every second while a change is under way at any database', () => {
  expect(pace(answer(null, { ...recorded, applied_at: time }, recorded), 0)).toBe(1_000)
})

test('slows down after two minutes without news', () => {
  expect(pace(answer(recorded), 119)).toBe(1_000)
  expect(pace(answer(recorded), 120)).toBe(15_000)
})

test('stops when every change is applied', () => {
  expect(pace(answer(null, { ...recorded, applied_at: time }), 0)).toBeNull()
  expect(pace(answer(), 0)).toBeNull()
})

test('asks for half a minute more what became of a stop, until the holder has said it', () => {
  const stopped = (outcome: object | null) =>
    ({
      databases: [{ linkages: [{ state: 'stopped', progress: { ...recorded, applied_at: time }, outcome }] }],
    }) as unknown as DatabasesAnswer
  expect(pace(stopped(null), 0)).toBe(1_000)
  expect(pace(stopped(null), 29)).toBe(1_000)
  expect(pace(stopped(null), 30)).toBeNull()
  expect(pace(stopped({ code: 'not-found', at: time }), 0)).toBeNull()
})
