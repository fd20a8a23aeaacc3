import type { CheckMessages } from '../../text/ja/check.ts'
import { Button } from '../../ui/Button.tsx'
import { startAddress } from '../visit/address.ts'
import type { KioskApi } from '../visit/kiosk-api.ts'
import { CheckCard } from './CheckCard.tsx'
import { CHECKS } from './checks.ts'
import type { Verdict } from './finding.ts'
import { useChecks } from './use-checks.ts'

/** The page with which an installer checks a terminal: every item of the set-up, and its result. */
export function Check(props: { words: CheckMessages; kiosk: KioskApi | null; credential: string | null }) {
  const { words, kiosk, credential } = props
  const { findings, lookAgain, run } = useChecks(kiosk)
  const count = (wanted: Verdict) =>
    Object.values(findings).filter(({ verdict }) => verdict === wanted).length
  const done = CHECKS.every(({ id }) => findings[id])

  return (
    <>
      <h1>{words.title}</h1>
      <p>{words.lead}</p>
      <p role="status">
        <strong>
          {done
            ? words.summary(count('fail'), count('to-try') + count('by-hand'), count('pass'))
            : words.looking}
        </strong>
      </p>
      <ul className="plain">
        {CHECKS.map(({ id, tryOut }) => (
          <li key={id}>
            <CheckCard
              id={id}
              words={words}
              finding={findings[id]}
              onTry={tryOut && (() => void run(id, tryOut))}
            />
          </li>
        ))}
      </ul>
      <div className="buttons">
        <Button onClick={lookAgain}>{words.again}</Button>
        <Button look="outline" onClick={() => location.replace(startAddress(credential, { ended: 'ja' }))}>
          {words.toKiosk}
        </Button>
      </div>
      <div className="check-paper" aria-hidden="true">
        <p>{words.paper}</p>
        <p className="check-paper-ruler">72 mm</p>
      </div>
    </>
  )
}
