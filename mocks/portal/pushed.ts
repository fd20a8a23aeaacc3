import { randomBytes } from 'node:crypto'

/** The person has to read a card within this time. */
export const PUSHED_SECONDS = 600

type Values = Record<string, string>

/**
 * Authorization requests that a client has pushed (RFC 9126): the browser carries only a reference and cannot change
 * them.
 */
export function createPushedRequests(now: () => Date) {
  const pushed = new Map<string, { values: Values; until: number }>()
  return {
    /** @returns the reference that goes through the browser. */
    push(values: Values): string {
      const request_uri = `urn:ietf:params:oauth:request_uri:${randomBytes(24).toString('base64url')}`
      pushed.set(request_uri, { values, until: now().getTime() + PUSHED_SECONDS * 1000 })
      return request_uri
    },

    /** The request: exactly what was pushed, or otherwise the query of the address. */
    resolve(query: Values): Values {
      if (query.request_uri === undefined) return query
      const found = pushed.get(query.request_uri)
      return found && found.until > now().getTime() && found.values.client_id === query.client_id
        ? found.values
        : {}
    },
  }
}
