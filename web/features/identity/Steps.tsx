import { useText } from '../../text/text.tsx'
import './identity.css'

const STEPS = [1, 2, 3, 4] as const

/** How far a first visit has come: 1 explanation, 2 portal, 3 its result, 4 passkey. */
export function Steps({ now }: { now: (typeof STEPS)[number] }) {
  const { t } = useText()
  return (
    <div className="proof-steps">
      <p>{t.identity.step(now, STEPS.length)}</p>
      <div aria-hidden="true">
        {STEPS.map((step) => (
          <span key={step} className={step <= now ? 'reached' : undefined} />
        ))}
      </div>
    </div>
  )
}
