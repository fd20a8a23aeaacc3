import type { World } from '../support/world.ts'
import { DATABASE, decides, linkedOutsider } from './linked-outsider.ts'
import { verifySet } from './sets.ts'

export type Json = Record<string, unknown>

/** An outsider with a stream, and its calls with their status. */
export async function streaming(world: World, count = 0) {
  const linked = await linkedOutsider(world, count)
  const { outsider, stream } = linked
  const call = async (method: string, path: string, json?: unknown) => {
    const response = await outsider.send(method, path, json === undefined ? {} : { json })
    const text = await response.text()
    return { status: response.status, body: (text ? JSON.parse(text) : null) as Json }
  }
  /** Events of one type that wait, verified. */
  const waiting = async (type: string) => {
    const { sets } = await outsider.poll(stream)
    const payloads = await Promise.all(
      Object.values(sets).map(async (set) => (await verifySet(world.origin, DATABASE, set)).payload),
    )
    return payloads.flatMap(({ events }) => (events as Record<string, Json>)[type] ?? [])
  }
  const stops = async () => {
    for (const { id } of linked.people) await (await decides(world, id))('stop')
  }
  return { ...linked, call, waiting, stops }
}
