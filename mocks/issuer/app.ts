import { createHmac } from 'node:crypto'
import { Hono } from 'hono'
import { NumbersQuestion, type RecordEntry } from '../coverage-schema.ts'
import { isBasic } from '../http.ts'
import type { Resident } from '../residents.ts'
import type { Numbers, Register } from '../resolver/register.ts'
import { createWindow } from '../resolver/window.ts'
import { type Found, type SealDeps, sealSubjects } from '../sealing.ts'

/** 模擬 共通識別子 (base64url, 43 characters): made from the person, so that no change of numbers changes it. */
export const kyotsuOf = (resident: string): string =>
  createHmac('sha256', 'mock issuer').update(resident).digest('base64url')

/**
 * 模擬 共通識別子の発行: an invented issuer of a new identifier, which every person has, also without an ID5. It stands
 * beside the resolver, and each of its seals names both identifiers while both are in use.
 */
export function createIssuerApp(
  deps: SealDeps & { residents: readonly Resident[]; register: Register; secret: string },
) {
  function byNumber(numbers: Numbers): Found {
    const person = deps.register.find(numbers)
    if (!person) return { error: 'unknown_coverage' }
    const { id, ...known } = person
    return { content: { scheme: 'kyotsu', kyotsu: kyotsuOf(id), ...known } }
  }

  return new Hono()
    .post('/ids', async (c) => {
      if (!isBasic(c.req.header('authorization'), 'erabu', deps.secret))
        return c.json({ error: 'invalid_client' }, 401)
      const body = NumbersQuestion.safeParse(await c.req.json().catch(() => null))
      if (!body.success) return c.json({ error: 'invalid_request' }, 400)
      const person = deps.register.find(body.data.coverage)
      return person ? c.json({ kyotsu: kyotsuOf(person.id) }) : c.json({ error: 'unknown_coverage' }, 404)
    })
    .post(
      '/sealed-subjects',
      sealSubjects({
        ...deps,
        // Three values never suffice here: an identifier that looks exact would hide a guess.
        find: (entry: RecordEntry) => (entry.id4 ? { error: 'invalid_coverage' } : byNumber(entry)),
      }),
    )
    .route('/window', createWindow({ ...deps, byNumber, path: '/issuer/window' }))
}
