import type { Choice } from '../../../api/contract/patient.ts'
import type { Text } from '../../text/text.tsx'
import { outcomeWords } from '../../ui/linkage/outcome.ts'
import { isOtherwise, type Reach, type Reached } from './reach.ts'

type Words = Pick<Text, 't' | 'format'> & { nameOf(id: string): string; now: Date }

/** What has happened at the databases and what must happen by when, as sentences. It names whom it waits for. */
export function sentencesOf(choice: Choice, reach: Reach, { t, format, nameOf, now }: Words): string[] {
  const r = t.reach
  const words = choice === 'stop' ? r.stop : r.allow
  const { databases, replaced } = reach
  if (databases.length === 0) return [replaced ? r.replaced : t.decisions.reachNone]
  const inState = (state: Reached['state']) => databases.filter((one) => one.state === state)
  const names = (of: Reached[]) => of.map(({ database }) => r.named(nameOf(database))).join(r.between)
  const [done, other, still] = [inState('done'), inState('other'), inState('still')]
  const [open, late] = [inState('open'), inState('late')]

  const told = databases.filter(({ state }) => state !== 'still')
  const sentences = [...begunOrDone()]
  if (open.length > 0) sentences.push(openWords())
  if (late.length > 0) sentences.push(words.late(names(late), byWhen(lastDue(late))))
  for (const one of other) sentences.push(r.other(r.named(nameOf(one.database)), reported(one)))
  if (still.length > 0) sentences.push(words.still(names(still)))
  if (replaced) sentences.push(r.partReplaced)
  return sentences

  function begunOrDone(): string[] {
    const count = r.count(told.length)
    if (told.length === other.length) return []
    if (done.length === told.length)
      return told.length === 1 ? [words.one(names(done))] : [words.all(count), r.which(names(done))]
    if (done.length > 0) return [words.some(count, r.count(done.length))]
    return [told.length === 1 ? words.begunOne(names(told)) : words.begun(count)]
  }

  /** What a holder reported of the purposes that did not simply stop, each once. */
  function reported({ linkages }: Reached): string {
    const words = linkages
      .filter(isOtherwise)
      .flatMap(({ outcome }) => (outcome ? outcomeWords(outcome, { t, format }) : []))
    return [...new Set(words)].join(r.between)
  }

  function openWords(): string {
    const by = byWhen(lastDue(open))
    if (done.length > 0 && late.length === 0) return words.rest(r.count(open.length), names(open), by)
    return words.due(names(open), by)
  }

  /** Today and tomorrow by their names: days of Japan. */
  function byWhen(at: string): string {
    const tomorrow = new Date(now.getTime() + 86_400_000)
    if (format.date(at) === format.date(now)) return r.today(format.time(at))
    return format.date(at) === format.date(tomorrow) ? r.tomorrow(format.time(at)) : format.dateTime(at)
  }
}

const lastDue = (of: Reached[]) =>
  of
    .map(({ due_at }) => due_at ?? '')
    .sort()
    .at(-1) ?? ''
