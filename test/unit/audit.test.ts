import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import {
  type AuditEntry,
  chained,
  contentDigest,
  decisionDigest,
  emptyChain,
  tokensDigest,
} from '../../api/domain/audit.ts'
import { addToDigest, EMPTY_DIGEST } from '../../api/domain/token.ts'

const sha256 = (text: string) => createHash('sha256').update(text).digest('base64url')
const entry = (reference: string): AuditEntry => ({ at: 3, kind: 'sign-in', reference, digest: null })

describe('a chain of audited events', () => {
  test('begins with an ordinal before the first, and no hash', () =>
    expect(emptyChain('x')).toEqual({ chain: 'x', ordinal: 0, hash: EMPTY_DIGEST }))

  test('commits each link to the one before it', () => {
    const links = chained({ chain: 'x', ordinal: 4, hash: 'before' }, [entry('a'), entry('b')])
    const first = sha256(
      '{"at":3,"chain":"x","digest":null,"kind":"sign-in","ordinal":5,"previous":"before","reference":"a"}',
    )
    const second = sha256(
      `{"at":3,"chain":"x","digest":null,"kind":"sign-in","ordinal":6,"previous":"${first}","reference":"b"}`,
    )
    expect(links).toEqual([
      { chain: 'x', ordinal: 5, ...entry('a'), previous: 'before', hash: first },
      { chain: 'x', ordinal: 6, ...entry('b'), previous: first, hash: second },
    ])
  })
})

describe('the digest', () => {
  const row = {
    id: 'd',
    subject: 's',
    ordinal: 1,
    choice: 'stop',
    scope_database: 'a',
    scope_purpose: null,
    text: 't',
    locale: 'ja',
    device: 'personal',
    recorded_at: 7,
    evidence: 'e',
    receipt_number: 'n',
    receipt: 'r',
  }

  test('of content does not depend on the order of its members', () => {
    expect(contentDigest({ b: 1, a: 'x' })).toBe(sha256('{"a":"x","b":1}'))
  })

  test('of a decision covers each of its members', () => {
    const digest = decisionDigest(row)
    expect(digest).toBe(contentDigest(row))
    for (const name of Object.keys(row))
      expect(decisionDigest({ ...row, [name]: 'other' }), name).not.toBe(digest)
  })

  test('of a decision covers later members where they have a value', () => {
    expect(decisionDigest({ ...row, scope_databases: null })).toBe(decisionDigest(row))
    const several = { ...row, scope_databases: '["a","b"]' }
    expect(decisionDigest(several)).toBe(contentDigest(several))
    expect(decisionDigest({ ...several, later: 'x' } as typeof row)).toBe(decisionDigest(several))
  })

  test('of tokens does not depend on their order', () => {
    expect(tokensDigest([])).toBe(EMPTY_DIGEST)
    expect(tokensDigest(['a', 'b'])).toBe(addToDigest(addToDigest(EMPTY_DIGEST, 'a'), 'b'))
    expect(tokensDigest(['b', 'a'])).toBe(tokensDigest(['a', 'b']))
  })
})
