import type { DatabaseView, DecisionView, LinkageView } from '../../../api/contract/patient.ts'
import { serverNow } from '../../data/http/clock.ts'
import { useDatabases } from '../../data/patient/databases.ts'
import { useText } from '../../text/text.tsx'
import { Loaded } from '../../ui/Loaded.tsx'
import { LinkageProgress } from '../../ui/linkage/LinkageProgress.tsx'
import { Waiting } from '../../ui/Waiting.tsx'
import { ToldWhen } from './ToldWhen.tsx'

/** Progress at each database, as it reports it: 受付済み ▶ 配信済み ▶ 停止済み. */
export function Reach(props: { decision: DecisionView | undefined }) {
  const { t, pick } = useText()
  const answer = useDatabases()
  const { decision } = props
  const d = t.decisions
  return (
    <section className="stack">
      <h2>{d.reach}</h2>
      {!decision && <Waiting>{t.shell.waiting}</Waiting>}
      {decision && (
        <Loaded value={answer} onRetry={answer.refresh}>
          {({ databases, publishing }) => {
            const reached = reachedBy(decision, databases)
            if (reached.length === 0) return <p>{d.reachNone}</p>
            return (
              <>
                <ToldWhen choice={decision.choice} publishing={publishing} />
                <p>{d.reachText}</p>
                {reached.map(({ database, linkages }) => (
                  <article key={database.id} className="card">
                    <h3>{pick(database.name)}</h3>
                    {linkages.map((linkage) => (
                      <LinkageProgress
                        key={linkage.purpose}
                        linkage={linkage}
                        holder={pick(database.holder)}
                        steps="always"
                        now={serverNow()}
                      />
                    ))}
                  </article>
                ))}
              </>
            )
          }}
        </Loaded>
      )}
    </section>
  )
}

/** The linkages that the decision covers and that have progress to show. */
function reachedBy(decision: DecisionView, databases: DatabaseView[]) {
  const purpose = 'purpose' in decision.scope ? decision.scope.purpose : null
  const covers = (linkage: LinkageView) =>
    linkage.progress !== null && (purpose === null || linkage.purpose === purpose)
  return databases
    .filter((database) => decision.databases.includes(database.id))
    .map((database) => ({ database, linkages: database.linkages.filter(covers) }))
    .filter(({ linkages }) => linkages.length > 0)
}
