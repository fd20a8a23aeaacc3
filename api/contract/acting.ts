import { z } from 'zod'

/** How somebody stands to whom they act for: a parent to a `child`, a guardian (成年後見人) to a `ward`. */
export const Relation = z.enum(['child', 'ward'])
export type Relation = z.infer<typeof Relation>

/** Body of `POST /api/session/acting`: `self`, or an id of `GET /api/people`. */
export const ActingBody = z.strictObject({ person: z.string().regex(/^[A-Za-z0-9_-]{1,128}$/) })

/** Somebody whom one may act for. `id` is the portal's, holds only for this proofing, and names nobody. */
export type Represented = {
  id: string
  relation: Relation
  /** The last day in Japan on which one may; null: no last day is known. It is shown and never kept. */
  until: string | null
}

/** Answer of `GET /api/people`, in the portal's order. `known_until`: then the proofing is over. */
export type PeopleAnswer = { people: Represented[]; known_until: string }

/**
 * What every answer about a person carries while its session acts for them. `person`: their id in `GET /api/people`, by
 * which a page tells one child from another.
 */
export type For = { relation: Relation; person?: string }
export type WithFor = { for?: For }

/** Whom a session acts for. `until`: then everything about a person is refused, until one is oneself again. */
export type ActingFor = For & {
  until: string
  /** Which one of several of that relation, from 1, in the order of `GET /api/people`; absent: there is one. */
  nth?: number
  /** 不開示: nothing that tells a place is answered, and nothing that does may be shown. */
  not_disclosed: boolean
}

/** A representative's decision that stands, and that its person has neither kept nor replaced by one of their own. */
export type Asked = { id: string; relation: Relation }
