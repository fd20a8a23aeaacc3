import { describe, expect, test } from 'vitest'
import { claimFault } from '../../api/domain/client-claims.ts'

const ISSUER = 'https://erabu.example'
const NOW = 1000
const RIGHT = { sub: 'holder', aud: ISSUER, jti: 'j', exp: NOW + 60 }
const faultOf = (change: Record<string, unknown> = {}) =>
  claimFault({ ...RIGHT, ...change }, { client_id: 'holder', issuer: ISSUER, now: NOW })

describe('the claims of a client assertion', () => {
  test('may be right, up to the ends of their times', () => {
    expect(faultOf()).toBeNull()
    for (const change of [
      { exp: NOW - 9 },
      { exp: NOW + 310 },
      { iat: NOW + 10, nbf: NOW + 10 },
      { iat: 0, nbf: 0 },
      { jti: 'j'.repeat(256) },
    ])
      expect(faultOf(change), JSON.stringify(change)).toBeNull()
  })

  test.for<[Record<string, unknown>, string]>([
    [{ sub: 'other' }, 'sub: must be the client_id, like iss'],
    [{ sub: undefined }, 'sub: must be the client_id, like iss'],
    [{ aud: 'https://other.example' }, `aud: must be the one string ${ISSUER}`],
    [{ aud: undefined }, `aud: must be the one string ${ISSUER}`],
    [{ aud: [ISSUER] }, `aud: must be the one string ${ISSUER}, not a list`],
    [{ aud: `${ISSUER}/` }, `aud: must be the one string ${ISSUER}, without a slash at its end`],
    [{ jti: undefined }, 'jti: must be a text of 1 to 256 characters'],
    [{ jti: 7 }, 'jti: must be a text of 1 to 256 characters'],
    [{ jti: '' }, 'jti: must be a text of 1 to 256 characters'],
    [{ jti: 'j'.repeat(257) }, 'jti: must be a text of 1 to 256 characters'],
    [{ exp: undefined }, 'exp: must be a number of seconds'],
    [{ exp: '1060' }, 'exp: must be a number of seconds'],
    [{ exp: NOW - 10 }, 'exp: was 10 s ago by our clock'],
    [{ exp: NOW - 59.5 }, 'exp: was 60 s ago by our clock'],
    [{ exp: NOW + 311 }, 'exp: is 311 s ahead, 300 s at most'],
    [{ iat: '1000' }, 'iat: must be a number of seconds'],
    [{ iat: NOW + 11 }, 'iat: is 11 s ahead of our clock, 10 s at most'],
    [{ nbf: null }, 'nbf: must be a number of seconds'],
    [{ nbf: NOW + 11 }, 'nbf: is 11 s ahead of our clock, 10 s at most'],
  ])('with %j are told their fault', ([change, fault]) => expect(faultOf(change)).toBe(fault))
})
