import { expect } from 'vitest'
import type { ProblemCode } from '../../api/contract/problems.ts'
import { problemFaults } from './problem.ts'
import type { World } from './world.ts'

/**
 * Sends a request that must be refused with one problem code, exactly as RFC 9457 says, and must leave no trace in
 * the store. @param secrets texts that the answer must not repeat.
 */
export async function expectRefused(
  world: World,
  code: ProblemCode,
  send: () => Promise<Response>,
  secrets: string[] = [],
): Promise<void> {
  const before = await world.fingerprint()
  expect(await problemFaults(await send(), code, secrets)).toEqual([])
  expect(await world.fingerprint(), 'the store changed').toBe(before)
}
