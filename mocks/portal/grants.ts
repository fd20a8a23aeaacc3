import { createHash, randomBytes } from 'node:crypto'
import type { Resident } from '../residents.ts'

const CODE_MS = 60_000
const TOKEN_MS = 600_000
export const TOKEN_SECONDS = TOKEN_MS / 1000

/** `auth_time`: when the person signed in here, in ms. */
type Code = { resident: Resident; auth_time: number; redirect_uri: string; challenge: string; until: number }
export type Grant = { resident: Resident; auth_time: number; sub: string; until: number }
/** `from`: the age from which a person decides alone, as the client says. */
type Order = { grant: Grant; nonce: string; from: number | undefined; asked: number }

/** Codes, access tokens and orders of the portal mock, in memory. */
export function createGrants(now: () => Date) {
  const codes = new Map<string, Code>()
  const grants = new Map<string, Grant>()
  const orders = new Map<string, Order>()
  const secret = () => randomBytes(24).toString('base64url')

  return {
    code(of: Omit<Code, 'until'>): string {
      const code = secret()
      codes.set(code, { ...of, until: now().getTime() + CODE_MS })
      return code
    },
    /** A code is valid once, for its redirect URI and verifier (RFC 7636). @returns null otherwise. */
    exchange(
      code: string,
      redirect_uri: string,
      verifier: string,
    ): { access_token: string; sub: string } | null {
      const known = codes.get(code)
      codes.delete(code)
      if (!known || known.until < now().getTime() || known.redirect_uri !== redirect_uri) return null
      if (createHash('sha256').update(verifier).digest('base64url') !== known.challenge) return null
      const access_token = secret()
      const sub = subOf(known.resident)
      const { resident, auth_time } = known
      grants.set(access_token, { resident, auth_time, sub, until: now().getTime() + TOKEN_MS })
      return { access_token, sub }
    },
    find(authorization: string | undefined): Grant | null {
      const grant = grants.get(authorization?.replace(/^Bearer /, '') ?? '')
      return grant && grant.until >= now().getTime() ? grant : null
    },
    order(grant: Grant, of: Pick<Order, 'nonce' | 'from'>): string {
      const id = secret()
      orders.set(id, { grant, ...of, asked: 0 })
      return id
    },
    /** The order with this id under the same grant, with the number of earlier requests for its result. */
    ask(grant: Grant, id: string): Order | null {
      const order = orders.get(id)
      if (order?.grant !== grant) return null
      order.asked += 1
      return { ...order, asked: order.asked - 1 }
    },
  }
}

/** An opaque name of the person, different for each client. */
export const subOf = ({ id }: Resident): string =>
  createHash('sha256').update(`portal\nerabu\n${id}`).digest('base64url')
