import { useState } from 'react'
import { api } from '../../data/http/api.ts'
import type { Failure } from '../../data/http/failure.ts'
import { failureOf } from '../../data/http/failure.ts'
import { useText } from '../../text/text.tsx'
import { Button } from '../../ui/Button.tsx'
import { FailureNotice } from '../../ui/FailureNotice.tsx'
import { Page } from '../../ui/Page.tsx'
import { useKiosk } from '../visit/kiosk-context.ts'
import { packView } from '../visit/view.ts'
import { PaperAtKiosk } from './PaperAtKiosk.tsx'

/** K2 本人確認, the first time: why and on what basis the portal is asked, before it is asked. */
export function Proof() {
  const { t } = useText()
  const { k, go, view } = useKiosk()
  const [opening, setOpening] = useState(false)
  const [failure, setFailure] = useState<Failure | null>(null)
  const i = t.identity

  function open() {
    setOpening(true)
    setFailure(null)
    api.startProofing({ device: 'shared', return_to: 'kiosk', view: packView(view) }).then(
      ({ authorize_url }) => location.assign(authorize_url),
      (error: unknown) => {
        setOpening(false)
        setFailure(failureOf(error))
      },
    )
  }

  return (
    <Page title={i.proofTitle} failed={failure !== null}>
      <p>{i.proofLead}</p>
      <p>
        <strong>{i.noNumber}</strong> {i.basisShort}
      </p>
      <p>{i.noCard}</p>
      <PaperAtKiosk />
      <ol className="list">
        {k.portalSteps.map((step) => (
          <li key={step}>{step}</li>
        ))}
      </ol>
      {failure && <FailureNotice failure={failure} />}
      <div role="status">{opening && <p>{i.opening}</p>}</div>
      {!opening && (
        <div className="kiosk-actions">
          <Button onClick={open}>{i.toPortal}</Button>
          <Button look="outline" onClick={() => go({ screen: 'before' })}>
            {k.back}
          </Button>
        </div>
      )}
    </Page>
  )
}
