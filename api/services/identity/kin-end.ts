import type { Audited } from '../../audit/trail.ts'
import { contentDigest } from '../../domain/audit.ts'
import type { Random } from '../../domain/random.ts'
import { lockPeople } from '../../store/locks.ts'
import { endKin, kinOf } from '../../store/people/aliases.ts'
import { endParties } from '../../store/records/parties.ts'
import type { CaseRow } from '../../store/records/rows.ts'
import { newestDecision } from '../../store/records/standing.ts'
import type { Transactor } from '../../store/store.ts'
import { createKinCases } from './kin-cases.ts'

/**
 * Ends that people count as kin, once the register that named them as one was corrected. From then on each decides for
 * their own linkages alone. No stop lapses by it (I13): what the other had decided by then still counts for a linkage,
 * also for a later one, until its own person decides. So nothing opens without an allow of that person (I7).
 */
export function createKinEnd({ random }: { random: Random }) {
  const ask = createKinCases({ random })

  const apart = async (tx: Transactor, subject: string) =>
    ((await kinOf(tx, [subject])).get(subject) ?? []).filter(
      ({ reason, until }) => reason === 'apart' && until === null,
    )

  const heard = async (tx: Transactor, subject: string) => ({
    subject,
    until: (await newestDecision(tx, subject, 'any'))?.ordinal ?? 0,
  })

  async function part(tx: Transactor, subject: string, other: string, number: string): Promise<Audited> {
    const [own, others] = [await heard(tx, subject), await heard(tx, other)]
    await endKin(tx, [own, others])
    await endParties(tx, { subject, other }, { until: others.until, own_until: own.until })
    await endParties(tx, { subject: other, other: subject }, { until: own.until, own_until: others.until })
    const digest = contentDigest({ people: [subject, other].sort(), case: number })
    return { kind: 'kin-ended', reference: random.id(), digest }
  }

  return {
    /** Locks a person and their kin. Call it before the case is locked. @returns the others. */
    async lock(tx: Transactor, subject: string): Promise<string[]> {
      const others = (await apart(tx, subject)).map(({ other }) => other)
      await lockPeople(tx, [subject, ...others])
      return others
    },

    /**
     * Ends what an answered case asked about: kin that were named by the time it was opened. About others a new one is
     * opened. @param locked those whom `lock` returned. @returns what the audit trail is to say.
     */
    async end(
      tx: Transactor,
      { number, subject, database_id, opened_at }: CaseRow,
      locked: string[],
      at: number,
    ): Promise<Audited[]> {
      const audited: Audited[] = []
      let later = false
      for (const { other, since } of await apart(tx, subject)) {
        if (since <= opened_at && locked.includes(other)) audited.push(await part(tx, subject, other, number))
        else later = true
      }
      if (later) audited.push(...(await ask(tx, subject, [database_id], at)))
      return audited
    },
  }
}

export type KinEnd = ReturnType<typeof createKinEnd>
