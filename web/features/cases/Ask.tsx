import { type ReactNode, useState } from 'react'
import { useParams, useSearchParams } from 'wouter'
import type { DatabaseView } from '../../../api/contract/patient.ts'
import type { Matter, Taken } from '../../data/patient/cases.ts'
import { useDatabases } from '../../data/patient/databases.ts'
import { useText } from '../../text/text.tsx'
import { ButtonLink } from '../../ui/Button.tsx'
import { Loaded } from '../../ui/Loaded.tsx'
import { Page } from '../../ui/Page.tsx'
import { AboutDatabase, AboutUse } from './About.tsx'
import { AskForm } from './AskForm.tsx'
import { matterAt } from './matter.ts'
import { TakenView } from './TakenView.tsx'

/** P17: asks the operator about a use, an outcome or a linkage, on one page; then the case that it opened. */
export function Ask() {
  const { t, pick } = useText()
  const { id } = useParams<{ id: string }>()
  const [search] = useSearchParams()
  const answer = useDatabases()
  const [failed, setFailed] = useState(false)
  const [taken, setTaken] = useState<Taken | null>(null)
  const matter = matterAt(id, search)
  const back = `/databases/${id}`

  if (taken) return <TakenView taken={taken} back={back} />

  const form = (about: Matter) => (shown: ReactNode) => (
    <AskForm matter={about} shown={shown} back={back} onFailed={setFailed} onTaken={setTaken} />
  )
  return (
    <Page title={t.cases.askTitle} failed={failed || answer.status === 'failed'} back={back}>
      <Loaded value={answer} onRetry={answer.refresh}>
        {({ databases }) => {
          const database = databases.find((one: DatabaseView) => one.id === id)
          if (!database || !matter) return <Gone back={back} />
          return matter.about === 'use' ? (
            <AboutUse matter={matter} name={pick(database.name)} gone={<Gone back={back} />}>
              {form(matter)}
            </AboutUse>
          ) : (
            <AboutDatabase matter={matter} database={database} gone={<Gone back={back} />}>
              {form(matter)}
            </AboutDatabase>
          )
        }}
      </Loaded>
    </Page>
  )
}

function Gone({ back }: { back: string }) {
  const { t } = useText()
  return (
    <>
      <p>{t.cases.gone}</p>
      <div className="buttons">
        <ButtonLink to={back} look="outline">
          {t.cases.toDatabase}
        </ButtonLink>
      </div>
    </>
  )
}
