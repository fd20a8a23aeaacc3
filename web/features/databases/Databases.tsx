import { type FunctionComponent, type ReactNode, useDeferredValue } from 'react'
import { useHistoryState } from 'wouter/use-browser-location'
import { useStorage } from '../../data/device/storage.ts'
import { useDatabases } from '../../data/patient/databases.ts'
import { useText } from '../../text/text.tsx'
import { Loaded } from '../../ui/Loaded.tsx'
import { StandingNews } from '../../ui/linkage/StandingNews.tsx'
import { Page } from '../../ui/Page.tsx'
import { Restored } from '../../ui/Restored.tsx'
import { Answer } from './Answer.tsx'
import { DatabaseRow } from './DatabaseRow.tsx'
import { type Groups, groupDatabases } from './group.ts'

/**
 * P4 いまの状態: `news` of the account with unsent decisions, whether the records are used, what happened lately, and
 * every database that linked the patient's records. `others`: shows the other databases, and is loaded later.
 */
export function Databases(props: {
  news: ReactNode
  events: ReactNode
  others: FunctionComponent<{ groups: Groups }>
}) {
  const { t } = useText()
  const answer = useDatabases()
  const storage = useStorage()
  const arrived = useHistoryState<{ notice?: string } | null>()
  const d = t.databases
  return (
    <Page title={d.title} failed={answer.status === 'failed'}>
      {arrived?.notice === 'signed-in' && <p role="status">{d.signedIn}</p>}
      {storage === 'unavailable' && <p className="notice warning">{t.shell.noStorage}</p>}
      {storage === 'full' && <p className="notice warning">{t.shell.fullStorage}</p>}
      {props.news}
      <Loaded value={answer} onRetry={answer.refresh}>
        {({ databases, restored_at, ...decided }) => {
          const groups = groupDatabases(databases)
          return (
            <>
              {restored_at && <Restored at={restored_at} />}
              <StandingNews databases={groups.linked} />
              <div className="columns">
                <Answer databases={groups.linked} decided={decided} />
                <AfterAnswer>
                  <div className="stack columns-list">
                    <section className="section">
                      <h2>{d.linkedTitle}</h2>
                      {groups.linked.length === 0 && <p>{d.linkedNone}</p>}
                      {groups.linked.map((database) => (
                        <DatabaseRow key={database.id} database={database} />
                      ))}
                    </section>
                    <props.others groups={groups} />
                  </div>
                  <div className="columns-events">{props.events}</div>
                </AfterAnswer>
              </div>
            </>
          )
        }}
      </Loaded>
    </Page>
  )
}

/** What stands below the answer. It is rendered after it, in pieces that let a tap through. */
function AfterAnswer(props: { children: ReactNode }) {
  return useDeferredValue(true, false) && props.children
}
