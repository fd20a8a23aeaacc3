import { useEffect, useState } from 'react'
import { ApiError, failureOf, isTransient } from '../../data/http/failure.ts'
import type { StaffMessages } from '../../text/ja/staff.ts'
import { Button } from '../../ui/Button.tsx'
import { Waiting } from '../../ui/Waiting.tsx'
import { Closed } from './Closed.tsx'
import { byUrgency, isWaiting } from './calls.ts'
import { KioskCard } from './KioskCard.tsx'
import { staffApi } from './staff-api.ts'
import { maySound, useBell } from './use-bell.ts'
import { useOverview } from './use-overview.ts'

/** Whether the api did not answer. Failures of the key's own window do not count. */
const isLost = (error: unknown) => error instanceof ApiError && isTransient(failureOf(error))

/**
 * What staff see: their kiosks and the calls. No patient, no decision. `onNews` gets the waiting calls for the title.
 */
export function Staff({ words, onNews }: { words: StaffMessages; onNews(news: string): void }) {
  const { known, away, asked, look } = useOverview()
  const [failed, setFailed] = useState<'notSent' | 'failed' | null>(null)
  const [quiet, setQuiet] = useState(false)
  const kiosks = known.at === 'open' ? byUrgency(known.kiosks) : []
  const waiting = kiosks.filter(isWaiting)
  const minutes = known.at === 'open' ? Math.floor((asked - known.heard) / 60_000) : 0
  useBell(
    waiting.flatMap(({ call }) => call?.id ?? []),
    !quiet,
  )
  const news = waiting.length > 0 ? words.waitingTitle(waiting.length) : ''
  useEffect(() => onNews(news), [news, onNews])

  const attempt = (task: () => Promise<unknown>) => {
    setFailed(null)
    task().then(look, (error) => setFailed(isLost(error) ? 'notSent' : 'failed'))
  }

  return (
    <>
      <h1>{words.title}</h1>
      <p>{words.lead}</p>
      {away && (
        <p className="notice warning" role="alert">
          {words.away}
          {minutes > 0 && ` ${words.asOf(minutes)}`}
        </p>
      )}
      {failed && <p role="alert">{failed === 'notSent' ? words.notSent : words.failed}</p>}
      {known.at === 'unknown' && !away && <Waiting>{words.looking}</Waiting>}
      {known.at === 'closed' && <Closed words={words} attempt={attempt} />}
      {kiosks.map((kiosk) => (
        <KioskCard key={kiosk.id} kiosk={kiosk} words={words} attempt={attempt} />
      ))}
      {known.at === 'open' && (
        <>
          {!quiet && !maySound() && <p className="notice information">{words.touchForSound}</p>}
          <div className="buttons">
            <Button look="outline" onClick={() => setQuiet(!quiet)}>
              {quiet ? words.loud : words.quiet}
            </Button>
            <Button look="text" onClick={() => attempt(staffApi.signOut)}>
              {words.signOut}
            </Button>
          </div>
        </>
      )}
    </>
  )
}
