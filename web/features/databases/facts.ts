import type { ListedDatabase } from '../../../api/contract/catalogue.ts'
import { today } from '../../data/http/clock.ts'
import type { Messages } from '../../text/ja.ts'

/** How sure a statement is. What is said of an invented database without an official source is made up. */
export const certaintyOf = (
  { mark }: Pick<ListedDatabase, 'mark'>,
  { demo }: Pick<ListedDatabase, 'demo'>,
): keyof Messages['facts']['marks'] => (demo && mark === 'T' ? 'demo' : mark)

/** Whether a statement is past the last day, in Japan, on which it was to be reviewed. */
export const isOutdated = ({ review_by }: Pick<ListedDatabase, 'review_by'>): boolean => review_by < today()
