import type { Database, ListedDatabase } from '../../contract/catalogue.ts'
import type { Source } from '../../contract/facts.ts'
import { isStoppable } from '../decision.ts'

/** What the list of a patient's databases says of one. */
export function listedDatabase(database: Database): ListedDatabase {
  const { id, name, holder, demo, status, in_force_on, opt_out, purposes, facts } = database
  const { text, sources, mark, checked_on, review_by } = facts.opt_out
  return {
    ...{ id, name, holder, demo, status, in_force_on },
    basis: facts.basis.text,
    opt_out,
    how: text,
    source: sources.map(citation).join('; '),
    ...{ mark, checked_on, review_by, purposes },
    stoppable: isStoppable(database),
  }
}

const citation = ({ publisher, title }: Source): string => `${publisher}「${title}」`
