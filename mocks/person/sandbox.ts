import { Hono } from 'hono'
import { z } from 'zod'
import { Purpose } from '../../api/contract/catalogue.ts'
import { Choice, type Scope } from '../../api/contract/patient.ts'
import type { Resident } from '../residents.ts'
import { createPerson } from './person.ts'

/** Without a database: about all of them. */
const Wish = z
  .strictObject({
    resident: z.string(),
    choice: Choice,
    database: z.string().optional(),
    purpose: Purpose.optional(),
  })
  .refine(({ database, purpose }) => database !== undefined || purpose === undefined)

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
    const { resident, choice, database, purpose } = wish.data
    if (!residents.some(({ id }) => id === resident))
      return c.json({ error: 'unknown_resident', message: 'GET /_control lists the residents' }, 404)
    const decided = await personOf(resident).decide(choice, scopeOf(database, purpose))
    // After a refusal the passkey is dropped: the service may no longer know it, for example after its store was
    // removed. The next wish makes a new one.
    if ('error' in decided) people.delete(resident)
    return 'error' in decided ? c.json(decided, 409) : c.json(decided, 201)
  })
}

function scopeOf(database?: string, purpose?: Purpose): Scope {
  if (database === undefined) return { all: true }
  return purpose === undefined ? { database } : { database, purpose }
}
