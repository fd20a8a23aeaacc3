import type { Relation } from '../../../api/contract/acting.ts'
import type { Choice, Scope } from '../../../api/contract/patient.ts'
import { DAY } from '../clock.ts'
import { CELLS, type Cell, isAbout, type Name, USED_FOR } from './cast.ts'

/** A decision that was acknowledged. `by`: whoever signed it; `desk`: two of the staff. */
export type Decided = {
  id: string
  receipt: string
  about: Name
  by: Name | 'desk'
  /** How whoever signed stands to whom it is about; null: it is the person, or the desk for them. */
  acting: Relation | null
  choice: Choice
  scope: Scope
  at: number
  /** Whether its receipt names a desk or a kiosk. */
  place: boolean
}

type Wish = Pick<Decided, 'about' | 'by' | 'scope' | 'at'>

/**
 * What people decided, and by the rules: which stops stand, and what is in force. A stop is in force until an allow that
 * reaches the same records is recorded. A representative lifts only what no one else stands behind.
 */
export function createDecisions() {
  const made: Decided[] = []
  /** Ids of stops about which two representatives differed within a day. */
  const disputed = new Set<string>()
  const kept = new Set<string>()

  const of = (about: Name) => made.filter((one) => one.about === about)
  /** Decisions that reach these records, newest first. */
  const reaching = (about: Name, cell: { database: string; purpose: Cell['purpose'] }) =>
    of(about)
      .filter(({ scope }) => isAbout(scope, cell))
      .reverse()
  const meet = (one: Scope, other: Scope) =>
    USED_FOR.some((cell) => isAbout(one, cell) && isAbout(other, cell))

  /** The stops that an allow of this scope would lift, each with those below it that it would lift too. */
  function inForce({ about, scope }: Pick<Wish, 'about' | 'scope'>): Set<Decided> {
    const stops = new Set<Decided>()
    for (const cell of USED_FOR.filter((one) => isAbout(scope, one)))
      for (const one of reaching(about, cell)) {
        if (one.choice === 'allow') break
        stops.add(one)
      }
    return stops
  }

  return {
    made,
    of,
    disputed,

    /** Records a decision. A stop against what another representative allowed within a day is disputed from then on. */
    record(decided: Decided): void {
      const contradicts = (one: Decided) =>
        one.choice === 'allow' &&
        one.acting !== null &&
        one.by !== decided.by &&
        decided.at - one.at <= DAY &&
        meet(one.scope, decided.scope)
      if (decided.choice === 'stop' && decided.acting && of(decided.about).some(contradicts))
        disputed.add(decided.id)
      made.push(decided)
    },

    /** Whether a stop stands in the way of a representative who wants to allow. What they differ about is noted. */
    stands(wish: Wish): boolean {
      let stands = false
      for (const stop of inForce(wish)) {
        const foreign = stop.acting !== null && stop.by !== wish.by && wish.at - stop.at <= DAY
        if (foreign) disputed.add(stop.id)
        if (stop.acting === null || disputed.has(stop.id)) stands = true
      }
      return stands
    },

    /** What is in force for these records; null: nobody ever decided. */
    newest: (about: Name, cell: Cell): Decided | null => reaching(about, cell)[0] ?? null,
    isStopped: (about: Name, cell: Cell): boolean => reaching(about, cell)[0]?.choice === 'stop',
    stops: () => made.filter(({ choice }) => choice === 'stop').length,
    /** How many records of a person are stopped. */
    stoppedOf: (about: Name) => CELLS.filter((cell) => reaching(about, cell)[0]?.choice === 'stop').length,

    keep: (id: string) => kept.add(id),
    /** What a person is asked about: representatives' decisions in force that they neither kept nor decided about since. */
    asked: (about: Name): string[] =>
      of(about)
        .filter(
          (one, at, all) =>
            one.acting !== null &&
            !kept.has(one.id) &&
            USED_FOR.some((cell) => reaching(about, cell)[0] === one) &&
            !all.slice(at).some((later) => later.acting === null && meet(later.scope, one.scope)),
        )
        .map(({ id }) => id)
        .reverse(),
  }
}

export type Decisions = ReturnType<typeof createDecisions>
