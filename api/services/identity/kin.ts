import type { Audited, AuditTrail } from '../../audit/trail.ts'
import type { Databases } from '../../catalogue/load.ts'
import { contentDigest } from '../../domain/audit.ts'
import type { Random } from '../../domain/random.ts'
import { inListOrder } from '../../store/feeds/status-lists.ts'
import { lockLinkagesOf, lockPeople } from '../../store/locks.ts'
import { insertKin, kinOf } from '../../store/people/aliases.ts'
import type { KinRow } from '../../store/people/rows.ts'
import { type LinkageWithToken, linkagesById, linkagesStoppedBy } from '../../store/records/linkages.ts'
import { insertParties } from '../../store/records/parties.ts'
import type { PartyRow } from '../../store/records/rows.ts'
import type { Transactor } from '../../store/store.ts'
import type { Made } from '../holder-knowledge.ts'
import type { Minter } from '../minting.ts'
import { stopAmong } from './held.ts'
import { createKinCases } from './kin-cases.ts'
import type { Root } from './roots.ts'

type Joined = { subject: string; other: string; reason: KinRow['reason'] }

/**
 * People whose stops count for each other's linkages, because a source has named them as one, and people whose stops
 * count for a record that may be theirs. Nothing is merged: each keeps their linkages, decisions and account (I13).
 */
export function createKin({
  audit,
  random,
  databases,
  minting,
}: {
  audit: AuditTrail
  random: Random
  databases: Databases
  minting: Minter
}) {
  /** Adds people whose stops count for linkages, and carries out those that stand. */
  async function add(tx: Transactor, parties: PartyRow[], at: number): Promise<void> {
    const added = Map.groupBy(await insertParties(tx, parties), ({ linkage_id }) => linkage_id)
    const revoked: { linkage: LinkageWithToken; made: Made }[] = []
    for (const linkage of inListOrder(await linkagesById(tx, [...added.keys()]))) {
      if (linkage.state !== 'usable' && linkage.state !== 'waiting') continue
      const made = await stopAmong(tx, databases, added.get(linkage.id) ?? [], linkage)
      if (made) revoked.push({ linkage, made })
    }
    await minting.revokeEach(tx, revoked, at)
  }

  const ask = createKinCases({ random })

  /** Notes two subjects as kin. The operator is asked about each database in which one of the two has a linkage. */
  async function join(tx: Transactor, { subject, other, reason }: Joined, at: number): Promise<void> {
    await insertKin(tx, [subject, other], { reason, since: at })
    const linkages = await linkagesStoppedBy(tx, [subject, other])
    const party = (linkage: LinkageWithToken, whose: string): PartyRow => ({
      linkage_id: linkage.id,
      subject: whose,
      kind: reason,
      since: at,
      until: null,
      own_until: null,
    })
    await add(
      tx,
      linkages.flatMap((linkage) => {
        if (linkage.subject === subject) return [party(linkage, other)]
        return linkage.subject === other ? [party(linkage, subject)] : []
      }),
      at,
    )
    const asks = reason === 'apart' ? [subject, other] : []
    const opened: Audited[] = []
    for (const one of asks) {
      const own = linkages.filter((linkage) => linkage.subject === one)
      opened.push(
        ...(await ask(
          tx,
          one,
          own.map(({ database_id }) => database_id),
          at,
        )),
      )
    }
    const digest = contentDigest({ people: [subject, other].sort(), reason })
    await audit.record(tx, { kind: 'kin', reference: random.id(), digest }, ...opened)
  }

  return {
    /**
     * Notes what sources have named as one person, where that is new: from now on a stop of either counts for both, and
     * the operator gets a case.
     */
    async note(tx: Transactor, roots: Root[], at: number): Promise<void> {
      const named = roots.flatMap(({ subject, same, apart }): Joined[] => [
        ...same.map((other) => ({ subject, other, reason: 'same' as const })),
        ...apart.map((other) => ({ subject, other, reason: 'apart' as const })),
      ])
      if (named.length === 0) return
      const people = named.flatMap(({ subject, other }) => [subject, other])
      await lockPeople(tx, people)
      await lockLinkagesOf(tx, people)
      for (const pair of named) {
        const known = (await kinOf(tx, [pair.subject])).get(pair.subject) ?? []
        if (!known.some(({ other, until }) => other === pair.other && until === null))
          await join(tx, pair, at)
      }
    },

    /** Everybody whose stop counts for a new linkage of these people, besides themselves. */
    async parties(
      tx: Transactor,
      roots: Pick<Root, 'subject' | 'candidates'>[],
    ): Promise<Map<string, Omit<PartyRow, 'linkage_id' | 'since'>[]>> {
      const kin = await kinOf(tx, [...new Set(roots.flatMap((one) => [one.subject, ...one.candidates]))])
      const whole = { until: null, own_until: null }
      const found = new Map<string, Map<string, Omit<PartyRow, 'linkage_id' | 'since' | 'subject'>>>()
      for (const { subject, candidates } of roots) {
        const of = found.get(subject) ?? new Map()
        found.set(subject, of)
        for (const { other, reason: kind, until, own_until } of kin.get(subject) ?? [])
          of.set(other, { kind, until, own_until })
        for (const one of candidates) {
          of.set(one, { kind: 'candidate', ...whole })
          for (const { other, until } of kin.get(one) ?? [])
            if (until === null && !of.has(other)) of.set(other, { kind: 'apart', ...whole })
        }
        of.delete(subject)
      }
      return new Map(
        [...found].map(([subject, of]) => [subject, [...of].map(([one, how]) => ({ subject: one, ...how }))]),
      )
    },

    add,
  }
}

export type Kin = ReturnType<typeof createKin>
