import { useState } from 'react'
import { useSearch } from 'wouter'
import { useDatabases } from '../../data/patient/databases.ts'
import { useText } from '../../text/text.tsx'
import { ButtonLink } from '../../ui/Button.tsx'
import { Loaded } from '../../ui/Loaded.tsx'
import { Page } from '../../ui/Page.tsx'
import { ChooseForm } from './ChooseForm.tsx'
import { aboveOf, placeOf } from './step.ts'

/** P6 えらぶ: asks for the scope, then for the choice, on a page each. */
export function Choose() {
  const { t } = useText()
  const place = placeOf(useSearch())
  const answer = useDatabases()
  const [invalid, setInvalid] = useState(false)
  const d = t.decisions
  return (
    <Page
      key={place.step}
      title={place.step === 'scope' ? d.scopeTitle : d.chooseTitle}
      failed={invalid || answer.status === 'failed'}
      back={aboveOf(place)}
    >
      <Loaded value={answer} onRetry={answer.refresh}>
        {({ databases }) => {
          const stoppable = databases.filter((database) => database.stoppable)
          if (stoppable.length > 0)
            return <ChooseForm databases={stoppable} place={place} onInvalid={setInvalid} />
          return (
            <>
              <p>{d.noneStoppable}</p>
              <div className="buttons">
                <ButtonLink to="/status">{t.shell.toStatus}</ButtonLink>
              </div>
            </>
          )
        }}
      </Loaded>
    </Page>
  )
}
