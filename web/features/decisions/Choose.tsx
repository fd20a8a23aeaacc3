import { useState } from 'react'
import { useDatabases } from '../../data/patient/databases.ts'
import { useText } from '../../text/text.tsx'
import { ButtonLink } from '../../ui/Button.tsx'
import { Loaded } from '../../ui/Loaded.tsx'
import { Page } from '../../ui/Page.tsx'
import { ChooseForm } from './ChooseForm.tsx'

/** P6 えらぶ: asks for the scope and the choice. */
export function Choose() {
  const { t } = useText()
  const answer = useDatabases()
  const [invalid, setInvalid] = useState(false)
  return (
    <Page title={t.decisions.chooseTitle} failed={invalid || answer.status === 'failed'}>
      <Loaded value={answer} onRetry={answer.refresh}>
        {({ databases }) => {
          const stoppable = databases.filter((database) => database.stoppable)
          if (stoppable.length > 0) return <ChooseForm databases={stoppable} onInvalid={setInvalid} />
          return (
            <>
              <p>{t.decisions.noneStoppable}</p>
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
