import type { Represented } from '../../../api/contract/acting.ts'
import type { FamilyMember } from '../../data/device/family.ts'
import type { Messages } from '../../text/ja.ts'

/** What the owner of this device calls somebody; undefined: nothing, or the portal no longer knows that name. */
export const labelOf = (
  family: FamilyMember[] | null,
  of: Pick<Represented, 'relation'> & { id?: string | undefined },
): string | undefined => family?.find(({ id, relation }) => id === of.id && relation === of.relation)?.label

/**
 * How somebody is called by whoever acts for them: by relation, by number where there are several, and by one's label.
 * `nth`: which of several, from 1; absent: there is one.
 */
export function nameOf(
  t: Messages,
  of: Pick<Represented, 'relation'> & { id?: string | undefined; nth?: number },
  family: FamilyMember[] | null,
): string {
  const p = t.people
  const relation = p.relations[of.relation]
  const who = of.nth === undefined ? relation : p.nth(relation, `${of.nth}`)
  const label = labelOf(family, of)
  return label === undefined ? who : p.labelled(label, who)
}

/** How each is called, as nobody has a name here: by relation, numbered where there are several, and by one's label. */
export function namesOf(t: Messages, people: Represented[], family: FamilyMember[] | null): string[] {
  return people.map((person, at) => {
    const alike = (one: Represented) => one.relation === person.relation
    const nth = people.slice(0, at + 1).filter(alike).length
    return nameOf(t, people.filter(alike).length > 1 ? { ...person, nth } : person, family)
  })
}
