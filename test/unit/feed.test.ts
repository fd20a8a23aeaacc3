import { createHash, createHmac } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { changePayload, number, streamEventPayload, type Waiting } from '../../api/domain/feed.ts'
import { subjectOf } from '../../api/domain/identity/alias.ts'
import { addToDigest, drawsOf, EMPTY_DIGEST, linkageToken } from '../../api/domain/token.ts'

const change = (token: string, kind: Waiting['kind'], linkage: string) => ({
  id: `${token}/${kind}`,
  token,
  kind,
  replaces: null,
  recorded_at: 0,
  linkage,
})
const start = { seq: 0, revoked_count: 0, revoked_digest: EMPTY_DIGEST }

describe('numbering', () => {
  it('is contiguous from the head on and keeps the order of one linkage', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 8 }),
        fc.nat(1000),
        fc.infiniteStream(fc.nat(1_000_000)),
        (people, seq, dice) => {
          const waiting = Array.from({ length: people }, (_, i) => [
            change(`${i}.1`, 'revoke', `${i}`),
            change(`${i}.2`, 'create', `${i}`),
            change(`${i}.2`, 'revoke', `${i}`),
          ]).flat()
          const numbered = number(
            { ...start, seq },
            waiting,
            (c) => c.linkage,
            (n) => (dice.next().value ?? 0) % n,
          )
          expect(numbered.map((c) => c.head.seq)).toEqual(waiting.map((_, i) => seq + i + 1))
          expect(new Set(numbered.map((c) => c.id)).size).toBe(waiting.length)
          for (let i = 0; i < people; i++)
            expect(numbered.filter((c) => c.linkage === `${i}`).map((c) => c.id)).toEqual([
              `${i}.1/revoke`,
              `${i}.2/create`,
              `${i}.2/revoke`,
            ])
          expect(numbered.at(-1)?.head.revoked_count).toBe(2 * people)
        },
      ),
    )
  })

  it('shuffles changes of different people', () => {
    const waiting = Array.from({ length: 50 }, (_, i) => change(`${i}`, 'revoke', `${i}`))
    const reversed = number(
      start,
      waiting,
      (c) => c.linkage,
      () => 0,
    ).map((c) => c.token)
    expect(reversed).not.toEqual(waiting.map((c) => c.token))
    expect(reversed.toSorted()).toEqual(waiting.map((c) => c.token).toSorted())
  })
})

describe('the digest', () => {
  it('is the sum of SHA-256 modulo 2^256, whatever the order', () => {
    const tokens = ['a', 'b', 'c', 'd']
    const sum =
      tokens.reduce((total, t) => total + BigInt(`0x${createHash('sha256').update(t).digest('hex')}`), 0n) %
      2n ** 256n
    const expected = Buffer.from(sum.toString(16).padStart(64, '0'), 'hex').toString('base64url')
    expect(tokens.reduce(addToDigest, EMPTY_DIGEST)).toBe(expected)
    expect(tokens.toReversed().reduce(addToDigest, EMPTY_DIGEST)).toBe(expected)
  })

  it('of no token is zero', () => expect(EMPTY_DIGEST).toBe('A'.repeat(43)))

  it('wraps around instead of growing', () => {
    const full = Buffer.alloc(32, 0xff).toString('base64url')
    const hash = createHash('sha256').update('t').digest()
    hash.writeUInt8(hash.readUInt8(31) - 1, 31)
    expect(addToDigest(full, 't')).toBe(hash.toString('base64url'))
  })
})

describe('tokens', () => {
  const key = Buffer.alloc(32, 1)
  const of = { database: 'a', generation: 1, purpose: 'research' as const, subject: 's' }

  it('differ by database, generation, purpose and person, and are stable otherwise', () => {
    const tokens = [
      of,
      { ...of, database: 'b' },
      { ...of, generation: 2 },
      { ...of, purpose: 'industry' as const },
      { ...of, subject: 't' },
    ].map((each) => linkageToken(key, each))
    expect(new Set(tokens).size).toBe(5)
    expect(linkageToken(key, of)).toBe(tokens[0])
    expect(tokens[0]).toMatch(/^[\w-]{43}$/)
  })

  it('are HMACs: of a subject under our key, of a linkage under the key of its database', () => {
    const hmac = (under: Buffer, text: string) => createHmac('sha256', under).update(text).digest()
    expect(subjectOf(key, 'id5')).toBe(hmac(key, 'subject\nid5').toString('base64url'))
    const own = hmac(key, 'database\na')
    expect(linkageToken(key, of)).toBe(hmac(own, '1\nresearch\ns').toString('base64url'))
  })
})

describe('draws for a decision', () => {
  const key = Buffer.alloc(32, 1)
  const of = { database: 'a', ordinal: 3, subject: 's' }

  it('are six bytes each of an HMAC under the key of the database', () => {
    const own = createHmac('sha256', key).update('database\na').digest()
    const drawn = createHmac('sha256', own).update('wait\n3\ns').digest()
    const below = drawsOf(key, of)
    const numbers = [0, 6, 12, 18, 24].map((at) => drawn.readUIntBE(at, 6))
    expect(numbers.map(() => below(1000))).toEqual(numbers.map((each) => each % 1000))
    expect(() => below(1000), 'there are five').toThrow(RangeError)
  })

  it('are the same again for the same decision, and others for another', () => {
    const draw = (change: object) => drawsOf(key, { ...of, ...change })(2 ** 40)
    expect(draw({})).toBe(draw({}))
    const others = [{}, { database: 'b' }, { ordinal: 4 }, { subject: 't' }]
    expect(new Set(others.map(draw)).size).toBe(4)
  })
})

describe('security event tokens', () => {
  const envelope = { issuer: 'https://e', database: 'a', jti: 'j', txn: 't', tick: 100 }

  it('have the shape of the contract, without sub and exp', () => {
    const status_list = { uri: 'https://e/statuslists/a/research/1', idx: 5 }
    const change = {
      seq: 3,
      token: 'new',
      kind: 'create' as const,
      replaces: 'old',
      purpose: 'research' as const,
      status_list,
    }
    expect(changePayload(envelope, change)).toEqual({
      iss: 'https://e',
      aud: 'a',
      iat: 100,
      jti: 'j',
      txn: 't',
      sub_id: { format: 'opaque', id: 'new' },
      events: {
        'https://schemas.openid.net/secevent/caep/event-type/credential-change': {
          credential_type: 'linkage-token',
          change_type: 'create',
          initiating_entity: 'user',
          event_timestamp: 100,
          'urn:erabu:linkage': { seq: 3, purpose: 'research', status_list, replaces: 'old' },
        },
      },
    })
  })

  it('of verification echo the state and carry the head', () => {
    const type = 'https://schemas.openid.net/secevent/ssf/event-type/verification'
    const verification = (state?: string) =>
      streamEventPayload(envelope, 'stream', { verification: state }, start).events
    expect(verification('x')).toEqual({ [type]: { state: 'x', 'urn:erabu:head': start } })
    expect(verification()).toStrictEqual({ [type]: { 'urn:erabu:head': start } })
  })

  it('of a changed stream give no reason where none was given', () => {
    const { events } = streamEventPayload(
      envelope,
      'stream',
      { updated: { status: 'enabled', reason: null } },
      start,
    )
    expect(Object.values(events)).toStrictEqual([{ status: 'enabled', 'urn:erabu:head': start }])
  })

  it('of a changed stream give its status and the reason', () =>
    expect(
      streamEventPayload(envelope, 'stream', { updated: { status: 'paused', reason: 'backup' } }, start),
    ).toMatchObject({
      sub_id: { format: 'opaque', id: 'stream' },
      events: {
        'https://schemas.openid.net/secevent/ssf/event-type/stream-updated': {
          status: 'paused',
          reason: 'backup',
        },
      },
    }))
})
