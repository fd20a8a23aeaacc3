import type { World } from '../support/world.ts'
import { DATABASE, linkedOutsider } from './linked-outsider.ts'
import { createPythonHolder } from './python-holder.ts'

/** People whose holder runs the script. @param register the script's command that registers everything again. */
export async function withScript(world: World, count: number, register?: string[]) {
  const linked = await linkedOutsider(world, count)
  const { clientId, kid, privateJwk } = world.holder(DATABASE).key
  const settings = {
    issuer: world.origin,
    client_id: clientId,
    database: DATABASE,
    key: { ...privateJwk, kid },
    ...(register ? { register } : {}),
  }
  return { ...linked, script: createPythonHolder(settings, linked.linked) }
}
