import { useEffect, useState } from 'react'
import { useLocation } from 'wouter'
import type { ActingFor } from '../../../api/contract/acting.ts'
import { useFamily } from '../../data/device/family.ts'
import { type Failure, failureOf } from '../../data/http/failure.ts'
import { beSelf } from '../../data/patient/acting.ts'
import { useText } from '../../text/text.tsx'
import { FailureNotice } from '../../ui/FailureNotice.tsx'
import { nameOf } from './names.ts'

/** Above every screen: whom it is about, for how long one may go on, and the way back to oneself. */
export function ActingBand(props: { acting: ActingFor; left: number }) {
  const { t, format } = useText()
  const [, navigate] = useLocation()
  const family = useFamily()
  const [leaving, setLeaving] = useState(false)
  const [failure, setFailure] = useState<Failure | null>(null)
  const { acting, left } = props
  const p = t.people
  const about = p.about(nameOf(t, { ...acting, id: acting.person }, family))
  // A live region says only what changes after it has appeared.
  const [said, setSaid] = useState('')
  useEffect(() => setSaid(about), [about])

  async function leave() {
    setLeaving(true)
    setFailure(null)
    await beSelf(() => navigate('/status')).catch((error: unknown) => {
      setLeaving(false)
      setFailure(failureOf(error))
    })
  }

  return (
    <section className="acting-band" aria-label={p.region}>
      <div>
        <p className="acting-about">
          <strong role="status">{said}</strong>
          {left > 0 && <span className="acting-left">{p.left(format.wait(Math.ceil(left / 60) * 60))}</span>}
        </p>
        {leaving ? (
          <p role="status">{p.leaving}</p>
        ) : (
          <button type="button" onClick={() => void leave()}>
            {p.back}
          </button>
        )}
        {failure && <FailureNotice failure={failure} />}
      </div>
    </section>
  )
}
