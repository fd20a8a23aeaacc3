import { createPublisher } from '../../api/feed/publisher.ts'
import { createOpsApp } from '../../api/routes/ops.ts'
import type { World } from './world.ts'

/** A metric as the operations port of a world reports it: the value by its labels, as they are written. */
export async function readMetric({ deps }: World, name: string): Promise<Record<string, number>> {
  const answer = await createOpsApp(deps, createPublisher(deps)).request('/metrics')
  const lines = (await answer.text()).matchAll(new RegExp(`^${name}(?:\\{(.*)\\})? (\\S+)$`, 'gm'))
  return Object.fromEntries(Array.from(lines, ([, labels = '', value]) => [labels, Number(value)]))
}
