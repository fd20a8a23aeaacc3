import { expect } from 'vitest'
import { tokenProbes } from '../support/token-probes.ts'
import { test } from '../support/world-test.ts'

/** An answer without its random parts, which have the same length each time. */
async function shapeOf(response: Response) {
  const headers = Object.fromEntries([...response.headers].filter(([name]) => name !== 'date'))
  const body = (await response.text()).replaceAll(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, '<uuid>')
  return { status: response.status, headers, body }
}

test('names given to another holder and names given to nobody get the same answer, byte for byte', async ({
  world,
}) => {
  for (const { name, send, foreign, unknown } of await tokenProbes(world)) {
    expect(unknown).toHaveLength(foreign.length)
    const [theirs, nobodys] = [await shapeOf(await send(foreign)), await shapeOf(await send(unknown))]
    expect(theirs, name).toEqual(nobodys)
    expect(JSON.stringify(theirs), name).not.toContain(foreign)
  }
})
