import type { Choice, DatabasesAnswer, LinkageView } from '../../../api/contract/patient.ts'
import { serverNow } from '../../data/http/clock.ts'
import { useText } from '../../text/text.tsx'
import { Details } from '../../ui/Details.tsx'
import { outcomeWords, settledOutcome } from '../../ui/linkage/outcome.ts'
import { StepList } from '../../ui/linkage/StepList.tsx'
import { standingOf } from '../../ui/linkage/standing.ts'
import type { Reached } from './reach.ts'
import { ToldWhen } from './ToldWhen.tsx'

/** When databases are told, and each step at each of them. Not announced: the sentence above is. */
export function ReachDetails(props: {
  choice: Choice
  publishing: DatabasesAnswer['publishing'] | undefined
  reached: Reached[]
  nameOf(id: string): string
}) {
  const { t } = useText()
  return (
    <Details summary={t.reach.details}>
      <ToldWhen choice={props.choice} publishing={props.publishing} />
      {props.reached.map(({ database, linkages }) => (
        <article key={database} className="stack tight">
          <h3>{props.nameOf(database)}</h3>
          {linkages.map((linkage) => (
            <LinkageSteps key={linkage.purpose} linkage={linkage} />
          ))}
        </article>
      ))}
    </Details>
  )
}

function LinkageSteps({ linkage }: { linkage: LinkageView }) {
  const { t, format } = useText()
  const { purpose, progress } = linkage
  const outcome = settledOutcome(linkage)
  const d = t.databases
  return (
    <div className="linkage">
      <p>{d.purposes[purpose]}</p>
      {progress ? (
        <StepList linkage={linkage} progress={progress} now={serverNow()} />
      ) : (
        <p className="quiet">{d.standings[standingOf(linkage)]}</p>
      )}
      {outcome && (
        <p>
          {d.outcomeReported(outcomeWords(outcome, { t, format }), format.moment(outcome.at, serverNow()))}
        </p>
      )}
    </div>
  )
}
