import { Hono } from 'hono'
import { z } from 'zod'
import { Choice, Scope } from '../../api/contract/patient.ts'
import type { Resident } from '../residents.ts'
import { createPerson } from './person.ts'

/** Besides resident and choice, the members of the scope; without any, it is about everything. */
const Wish = z
  .looseObject({ resident: z.string(), choice: Choice })
  .transform(({ resident, choice, ...about }, ctx) => {
    const scope = Scope.safeParse(Object.keys(about).length === 0 ? { all: true } : about)
    if (scope.success) return { resident, choice, scope: scope.data }
    ctx.addIssue({ code: 'custom', message: 'no such scope' })
    return z.NEVER
  })

/**
 * `POST /_control/decisions`: a resident stops or allows without a browser, for developers of a holder's system. Each
 * resident has a passkey of their own here. A refusal of the service is passed on with 409.
 * @param origin of the service.
 */
export function createSandbox({ origin, residents }: { origin: string; residents: readonly Resident[] }) {
  const people = new Map<string, ReturnType<typeof createPerson>>()
  const personOf = (id: string) => {
    const known = people.get(id) ?? createPerson(origin, id)
    people.set(id, known)
    return known
  }

  return new Hono().post('/_control/decisions', async (c) => {
    const wish = Wish.safeParse(await c.req.json().catch(() => null))
    if (!wish.success) return c.json({ error: 'invalid_request', message: z.prettifyError(wish.error) }, 400)
    const { resident, choice, scope } = wish.data
    if (!residents.some(({ id }) => id === resident))
      return c.json({ error: 'unknown_resident', message: 'GET /_control lists the residents' }, 404)
    const decided = await personOf(resident).decide(choice, scope)
    // After a refusal the passkey is dropped: the service may no longer know it, for example after its store was
    // removed. The next wish makes a new one.
    if ('error' in decided) people.delete(resident)
    return 'error' in decided ? c.json(decided, 409) : c.json(decided, 201)
  })
}
