import { useParams } from 'wouter'
import { useDatabases } from '../../data/patient/databases.ts'
import { useText } from '../../text/text.tsx'
import { ButtonLink } from '../../ui/Button.tsx'
import { Loaded } from '../../ui/Loaded.tsx'
import { Page } from '../../ui/Page.tsx'
import { DatabaseFacts } from './DatabaseFacts.tsx'

// Loaded with this screen: each file of its own lengthens the list of the service worker.
export { Letter } from './Letter.tsx'

/** P5 データベースくわしく: the facts of one database, and the way to decide about it. */
export function Detail() {
  const { t, pick } = useText()
  const { id } = useParams<{ id: string }>()
  const answer = useDatabases()
  const database =
    answer.status === 'ready' ? answer.value.databases.find((candidate) => candidate.id === id) : undefined
  return (
    <Page
      title={database ? pick(database.name) : t.databases.detailTitle}
      failed={answer.status === 'failed'}
      back="/status"
    >
      <Loaded value={answer} onRetry={answer.refresh}>
        {() => (database ? <DatabaseFacts database={database} /> : <p>{t.facts.missing}</p>)}
      </Loaded>
      <div className="buttons">
        {database?.stoppable && (
          <ButtonLink to={`/choose?database=${database.id}`}>{t.databases.chooseOne}</ButtonLink>
        )}
        <ButtonLink to="/status" look="outline">
          {t.shell.toStatus}
        </ButtonLink>
      </div>
    </Page>
  )
}
