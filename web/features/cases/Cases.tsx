import { useCases } from '../../data/patient/cases.ts'
import { useDatabases } from '../../data/patient/databases.ts'
import { useAllUsage } from '../../data/patient/usage.ts'
import { nameOfDatabase } from '../../text/decision-words.ts'
import { useText } from '../../text/text.tsx'
import { Bullets } from '../../ui/Bullets.tsx'
import { ButtonLink } from '../../ui/Button.tsx'
import { Loaded } from '../../ui/Loaded.tsx'
import { Page } from '../../ui/Page.tsx'
import { CaseCard } from './CaseCard.tsx'

// Loaded with this screen: each file of its own lengthens the list of the service worker.
export { Ask } from './Ask.tsx'
export { NotMe } from './NotMe.tsx'

/** P17 お問い合わせ: a person's questions to the operator and those that Erabu opened, newest first, with their answers. */
export function Cases() {
  const { t, pick } = useText()
  const cases = useCases()
  const answer = useDatabases()
  const usage = useAllUsage()
  const databases = answer.status === 'ready' ? answer.value.databases : []
  const uses = usage.status === 'ready' ? usage.value.flatMap((one) => one.uses) : []
  const nameOf = nameOfDatabase(databases, pick, t.receipts.unnamed)
  const c = t.cases
  return (
    <Page title={c.title} failed={cases.status === 'failed'} back="/record">
      <Loaded
        value={answer.status === 'loading' ? answer : usage.status === 'loading' ? usage : cases}
        onRetry={cases.refresh}
      >
        {(list) => (
          <>
            <p>{list.length > 0 ? c.lead : c.none}</p>
            <p>{c.noneHow}</p>
            {list.map((one) => (
              <CaseCard
                key={one.number}
                of={one}
                database={one.database ? nameOf(one.database) : c.matters.person}
                project={uses.find(({ id }) => id === one.ref)?.project}
              />
            ))}
            {list.some(({ state }) => state === 'answered') && (
              <section className="stack tight">
                <h2>{c.disagreeTitle}</h2>
                <Bullets items={c.disagree} />
              </section>
            )}
          </>
        )}
      </Loaded>
      <div className="buttons">
        <ButtonLink to="/status" look="outline">
          {t.shell.toStatus}
        </ButtonLink>
      </div>
    </Page>
  )
}
