import type { DatabasesAnswer } from '../../../api/contract/patient.ts'
import { serverNow } from '../../data/http/clock.ts'
import { refreshDatabases } from '../../data/patient/databases.ts'
import { useDecisions } from '../../data/patient/decisions.ts'
import type { Loadable } from '../../data/state/loadable.ts'
import { useOnline } from '../../data/state/network.ts'
import { nameOfDatabase } from '../../text/decision-words.ts'
import { useText } from '../../text/text.tsx'
import { Button } from '../../ui/Button.tsx'
import { ReachDetails } from './ReachDetails.tsx'
import { type Decided, reachOf } from './reach.ts'
import { Segments } from './Segments.tsx'
import { sentencesOf } from './sentences.ts'
import { knownSince } from './use-known-before.ts'

/** これから起こること: how far the databases are, in one sentence that is announced when it changes. */
export function Reach(props: {
  id: string
  decided: Decided & { iat: number }
  answer: Loadable<DatabasesAnswer>
  /** When the newest answer was given that this page had before it showed the decision. */
  knownBefore: number
}) {
  const { t, format, pick } = useText()
  const decisions = useDecisions()
  const online = useOnline()
  const { id, decided, answer } = props
  const since = knownSince(answer, props.knownBefore, decided.iat)
  const r = t.reach

  const list = decisions.status === 'ready' ? decisions.value : []
  const newer = list.slice(
    0,
    Math.max(
      0,
      list.findIndex((one) => one.id === id),
    ),
  )
  const databases = since?.value.databases ?? []
  const reach = reachOf(decided, newer, databases)
  const nameOf = nameOfDatabase(databases, pick, t.receipts.unnamed)
  const isUnknown =
    !since && (answer.status === 'failed' || (answer.status === 'ready' && answer.from === 'device'))
  const sentences = since
    ? sentencesOf(decided.choice, reach, { t, format, nameOf, now: serverNow() })
    : [isUnknown ? r.unknown : r.checking]
  const [first, ...rest] = sentences
  const isTold = reach.databases.some(({ state }) => state !== 'still')

  return (
    <section className="stack">
      <h2>{r.title}</h2>
      {since && <Segments reached={reach.databases} />}
      <p className="reached" role="status">
        {since ? <strong>{first}</strong> : first}
        {rest.map((sentence) => (
          <span key={sentence}> {sentence}</span>
        ))}
      </p>
      {isUnknown && (
        <div className="buttons">
          <Button look="outline" onClick={refreshDatabases}>
            {t.shell.retry}
          </Button>
        </div>
      )}
      {since?.from === 'device' && !online && (
        <p className="quiet">{t.shell.asOf(format.dateTime(since.asOf))}</p>
      )}
      {since && reach.databases.length > 0 && (
        <>
          <div className="stack tight quiet">
            {isTold && <p>{decided.choice === 'stop' ? r.stop.reported : r.allow.reported}</p>}
            <p>{r.mayClose}</p>
          </div>
          <ReachDetails
            choice={decided.choice}
            publishing={since.value.publishing}
            reached={reach.databases}
            nameOf={nameOf}
          />
        </>
      )}
    </section>
  )
}
