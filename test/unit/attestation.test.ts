import { describe, expect, test } from 'vitest'
import { attestedCredential, checkStatement } from '../../api/domain/keys/attestation.ts'
import { type Cbor, encodeCbor } from '../../mocks/person/cbor.ts'

const AAGUID_AT = 37
const id = Buffer.alloc(20, 7)
const key = encodeCbor(
  new Map<string | number, Cbor>([
    [1, 2],
    [3, -7],
  ]),
)

/** Authenticator data with a credential. */
const dataOf = (aaguid = Buffer.alloc(16)) =>
  Buffer.concat([Buffer.alloc(AAGUID_AT), aaguid, Buffer.of(0, id.length), id, key])

const objectOf = (members: Record<string, Cbor>) =>
  encodeCbor(
    new Map<string | number, Cbor>(
      Object.entries({ fmt: 'none', attStmt: new Map(), authData: dataOf(), ...members }),
    ),
  )

describe('an attestation object', () => {
  test('holds the credential id, and after it the key', () =>
    expect(attestedCredential(objectOf({}))).toEqual({ id, rest: key }))

  test('has exactly its three members', () => {
    const fault = { name: 'AttestationFault', message: 'an attestation object with other members' }
    const renamed = new Map<string | number, Cbor>([
      ['fmt', 'none'],
      ['attStmt', new Map()],
      ['authInfo', dataOf()],
    ])
    for (const wrong of [objectOf({ more: 1 }), encodeCbor(renamed)])
      expect(() => attestedCredential(wrong)).toThrow(expect.objectContaining(fault))
  })
})

describe('an attestation statement', () => {
  const self = new Map<string, Cbor>([
    ['alg', -7],
    ['sig', Buffer.alloc(70)],
  ])
  const check = (members: Record<string, Cbor>) => () => checkStatement(objectOf(members), key)

  test('is none, or by the new key itself', () => {
    expect(check({})).not.toThrow()
    expect(check({ fmt: 'packed', attStmt: self })).not.toThrow()
  })

  test.for<[string, Record<string, Cbor>]>([
    ['of another format', { fmt: 'fido-u2f', attStmt: self }],
    [
      'of an authenticator that says what it is',
      { fmt: 'packed', attStmt: self, authData: dataOf(Buffer.alloc(16, 1)) },
    ],
    ['with a certificate', { fmt: 'packed', attStmt: new Map<string, Cbor>([...self, ['x5c', []]]) }],
    [
      'without a signature',
      {
        fmt: 'packed',
        attStmt: new Map<string, Cbor>([
          ['alg', -7],
          ['x5c', []],
        ]),
      },
    ],
  ])('was not asked for: one %s', ([, members]) =>
    expect(check(members)).toThrow(
      expect.objectContaining({ name: 'AttestationFault', message: 'attestation was not asked for' }),
    ),
  )

  test('is by the algorithm of its key', () => {
    const other = new Map<string, Cbor>([...self, ['alg', -257]])
    expect(check({ fmt: 'packed', attStmt: other })).toThrow('self attestation by another algorithm')
  })
})
