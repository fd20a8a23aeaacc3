import { serverNow } from '../../data/http/clock.ts'
import { useText } from '../../text/text.tsx'
import { Button } from '../../ui/Button.tsx'
import { Loaded } from '../../ui/Loaded.tsx'
import { LinkedDatabase } from '../../ui/linkage/LinkedDatabase.tsx'
import { Page } from '../../ui/Page.tsx'
import { Restored } from '../../ui/Restored.tsx'
import { useKiosk } from '../visit/kiosk-context.ts'
import { useDatabases } from '../visit/use-databases.ts'

/** K3 データベース: every database that linked the patient's records, and its state. */
export function Databases() {
  const { t, format } = useText()
  const { k, go } = useKiosk()
  const answer = useDatabases()
  const d = t.databases
  return (
    <Page title={d.title} failed={answer.status === 'failed'}>
      <Loaded value={answer}>
        {({ databases, publishing, standing, standing_purposes = [], restored_at }) => {
          const linked = databases.filter(({ linkages }) => linkages.length > 0)
          return (
            <>
              {restored_at && <Restored at={restored_at} />}
              <section className="stack tight">
                <h2>{d.standing}</h2>
                <p>
                  {standing
                    ? `${standing.choice === 'stop' ? d.standingStop : d.standingAllow} (${d.since(format.date(standing.since))})`
                    : `${d.standingNone} ${d.standingNoneText}`}
                </p>
                {standing_purposes.map(({ purpose, choice, since }) => (
                  <p key={purpose}>
                    {t.status.forPurposes(d.purposes[purpose])}
                    <strong>{t.status.choices[choice]}</strong> ({d.since(format.date(since))})
                  </p>
                ))}
              </section>
              <div className="kiosk-actions">
                <Button onClick={() => go({ screen: 'scope', databases, publishing })}>{k.toChoose}</Button>
              </div>
              <section className="stack">
                <h2>{d.linkedTitle}</h2>
                {linked.length === 0 && <p>{d.linkedNone}</p>}
                {linked.map((database) => (
                  <LinkedDatabase key={database.id} database={database} now={serverNow()} />
                ))}
              </section>
            </>
          )
        }}
      </Loaded>
    </Page>
  )
}
