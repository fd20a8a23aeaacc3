import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, describe, expect, test } from 'vitest'
import { type Change, createLedger, type Ledger, revokedDigest } from '../../mocks/holder/ledger.ts'
import { openTables } from '../../mocks/holder/tables.ts'
import { digestOf } from '../contract/sets.ts'

const PEOPLE = 4
const folder = mkdtempSync(join(tmpdir(), 'erabu-ledger-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

let files = 0
const nextFile = () => join(folder, `${files++}`, 'ledger.json')
const place = (idx: number) => ({ uri: 'https://erabu.example/list', idx })
const tokenOf = (person: number, generation: number) => `token-${person}-${generation}`

type Open = (file: string) => Ledger
const KINDS: { kind: string; open: Open; share: number }[] = [
  { kind: 'a file of JSON', open: createLedger, share: 1 },
  { kind: 'tables', open: openTables, share: 0.2 },
]

/** A ledger that was just filled: one record for each of a few people. */
function startLedger(open: Open, file: string): Ledger {
  const ledger = open(file)
  for (let person = 0; person < PEOPLE; person++)
    ledger.add(`r${person}`, 'research', {
      token: tokenOf(person, 0),
      status_list: place(person),
      state: 'usable',
      usable_from: null,
    })
  return ledger
}

/** The feed that results when these people change their mind in turn: stop, allow, stop … */
function feedOf(people: number[]): Change[] {
  const turns = new Map<number, number>()
  return people.map((person, index) => {
    const turn = turns.get(person) ?? 0
    turns.set(person, turn + 1)
    const stops = turn % 2 === 0
    const generation = Math.ceil(turn / 2)
    return {
      seq: index + 1,
      token: tokenOf(person, generation),
      kind: stops ? 'revoke' : 'create',
      replaces: stops ? null : tokenOf(person, generation - 1),
      status_list: place(person + generation * PEOPLE),
      tick: 1_800_000_000 + index,
    }
  })
}

const stateOf = (ledger: Ledger) => ({
  through: ledger.through(),
  revoked: [...ledger.revoked()].toSorted(),
  digest: ledger.head().revoked_digest,
  tokens: ledger.linkages().map(({ token }) => token),
  places: ledger.linkages().map(({ status_list }) => status_list.idx),
  changes: ledger.linkages().map(({ seq }) => seq),
  lists: ledger.lists(),
})

const revokedBy = (feed: Change[]) => {
  const revoked = feed.filter(({ kind }) => kind === 'revoke').map(({ token }) => token)
  return { through: feed.length, revoked: revoked.toSorted(), digest: digestOf(revoked) }
}

/** The same, computed only from the feed. */
function truth(feed: Change[]) {
  const latest = Array.from({ length: PEOPLE }, (_, person) =>
    feed.findLast(({ token }) => token.startsWith(`token-${person}-`)),
  )
  const changes = latest.map((change) => change?.seq ?? null)
  return {
    ...revokedBy(feed),
    lists: [{ uri: place(0).uri, seq: Math.max(...changes.map((seq) => seq ?? 0)) }],
    changes,
    tokens: latest.map((change, person) => change?.token ?? tokenOf(person, 0)),
    places: latest.map((change, person) => change?.status_list.idx ?? person),
  }
}

/** A feed and its deliveries: in batches, in any order, some twice, some never. */
const delivered = fc
  .array(fc.nat({ max: PEOPLE - 1 }), { maxLength: 24 })
  .map(feedOf)
  .chain((feed) => {
    const twice = [...feed, ...feed]
    return fc.record({
      feed: fc.constant(feed),
      order: fc.shuffledSubarray(twice),
      size: fc.integer({ min: 1, max: 7 }),
    })
  })

/** Serves everything not yet applied, all at once, until nothing is left. @returns the rounds it took. */
function serveTheRest(ledger: Ledger, feed: Change[]): number {
  for (let rounds = 0; ; rounds++) {
    const rest = feed.filter(({ seq }) => seq > ledger.through())
    if (rest.length === 0 || rounds > feed.length) return rounds
    ledger.apply(rest.toReversed())
  }
}

function* batches(order: Change[], size: number) {
  for (let start = 0; start < order.length; start += size) yield order.slice(start, start + size)
}

describe.each(KINDS)("a holder's ledger in $kind", ({ open, share }) => {
  test('reaches the same state whatever the order, the repetitions and the batches', () => {
    fc.assert(
      fc.property(delivered, ({ feed, order, size }) => {
        const ledger = startLedger(open, nextFile())
        for (const batch of batches(order, size)) ledger.apply(batch)
        expect(serveTheRest(ledger, feed)).toBeLessThanOrEqual(1)
        expect(stateOf(ledger)).toEqual(truth(feed))
      }),
      { numRuns: 300 * share },
    )
  })

  test('always has the state of the feed at its number, and lets nothing revoked come back', () => {
    fc.assert(
      fc.property(delivered, ({ feed, order, size }) => {
        const ledger = startLedger(open, nextFile())
        let before = new Set<string>()
        for (const batch of batches(order, size)) {
          ledger.apply(batch)
          expect(stateOf(ledger)).toEqual(truth(feed.slice(0, ledger.through())))
          expect([...before].filter((token) => !ledger.revoked().has(token))).toEqual([])
          before = new Set(ledger.revoked())
        }
        serveTheRest(ledger, feed)
        const held = ledger.linkages().map(({ token }) => token)
        for (const { kind, replaces } of feed) if (kind === 'create') expect(held).not.toContain(replaces)
      }),
      { numRuns: 100 * share },
    )
  })

  test('survives its process: reopened, it continues where it was', () => {
    fc.assert(
      fc.property(delivered, ({ feed, order, size }) => {
        const file = nextFile()
        let ledger = startLedger(open, file)
        for (const batch of batches(order, size)) {
          ledger.apply(batch)
          ledger.save()
          const before = stateOf(ledger)
          ledger.close()
          ledger = open(file)
          expect(stateOf(ledger)).toEqual(before)
        }
        ledger.apply(feed)
        expect(stateOf(ledger)).toEqual(truth(feed))
      }),
      { numRuns: 40 * share },
    )
  })

  test('read again from the start reaches the same state, and meanwhile lets nothing revoked come back', () => {
    fc.assert(
      fc.property(delivered, ({ feed, order, size }) => {
        const file = nextFile()
        let ledger = startLedger(open, file)
        ledger.apply(feed)
        const revoked = [...ledger.revoked()]
        ledger.startOver()
        for (const batch of batches(order, size)) {
          ledger.apply(batch)
          ledger.save()
          ledger.close()
          ledger = open(file)
          expect(stateOf(ledger)).toMatchObject(revokedBy(feed.slice(0, ledger.through())))
          expect(revoked.filter((token) => !ledger.isRevoked(token))).toEqual([])
        }
        serveTheRest(ledger, feed)
        expect(stateOf(ledger)).toEqual(truth(feed))
      }),
      { numRuns: 60 * share },
    )
  })

  test('stops and allows every row of a person who has several', () => {
    const ledger = open(nextFile())
    const answer = { token: 'one token', status_list: place(1), state: 'usable' as const, usable_from: null }
    for (const row of ['first row', 'second row']) ledger.add(row, 'research', answer)
    const change = { status_list: place(1), tick: 1_800_000_000 }
    ledger.apply([{ ...change, seq: 1, token: 'one token', kind: 'revoke', replaces: null }])
    expect(ledger.linkages().map(({ person, seq }) => [person, seq])).toEqual([
      ['first row', 1],
      ['second row', 1],
    ])
    ledger.apply([{ ...change, seq: 2, token: 'next token', kind: 'create', replaces: 'one token' }])
    expect(ledger.linkages().map(({ token }) => token)).toEqual(['next token', 'next token'])
  })
})

describe("a holder's digest", () => {
  test('is summed as documented', () => {
    const tokens = ['a', 'b', 'c'].map((name) => `token-${name}`)
    expect(revokedDigest(tokens)).toBe(digestOf(tokens))
    expect(revokedDigest(tokens.toReversed())).toBe(digestOf(tokens))
    expect(revokedDigest([])).toBe(Buffer.alloc(32).toString('base64url'))
  })
})
