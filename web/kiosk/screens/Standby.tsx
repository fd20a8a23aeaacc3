import { useState } from 'react'
import type { Failure } from '../../data/http/failure.ts'
import { failureOf } from '../../data/http/failure.ts'
import { Bullets } from '../../ui/Bullets.tsx'
import { Button } from '../../ui/Button.tsx'
import { FailureNotice } from '../../ui/FailureNotice.tsx'
import { Page } from '../../ui/Page.tsx'
import { useKiosk } from '../visit/kiosk-context.ts'

/** K0 待受: what this is, and the button that begins a visit. */
export function Standby() {
  const { k, begin, state } = useKiosk()
  const [failure, setFailure] = useState<Failure | null>(null)
  return (
    <Page title={k.title}>
      <p>{k.lead}</p>
      {failure && <FailureNotice failure={failure} />}
      <div className="kiosk-actions">
        <Button
          onClick={() => {
            setFailure(null)
            begin().catch((error: unknown) => setFailure(failureOf(error)))
          }}
        >
          {k.begin}
        </Button>
      </div>
      <Bullets items={k.facts} />
      {state && (
        <p className="quiet">
          {state.kiosk.clinic} {state.kiosk.name}
          {state.kiosk.phone && ` ${k.outPhone(state.kiosk.phone)}`}
        </p>
      )}
    </Page>
  )
}
