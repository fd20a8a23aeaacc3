import { useEffect, useState } from 'react'
import type { StaffAnswer } from '../../../api/contract/kiosk.ts'
import type { StaffMessages } from '../../text/ja/staff.ts'
import { Button } from '../../ui/Button.tsx'
import { KioskCard } from './KioskCard.tsx'
import { makeStaffKey, staffApi } from './staff-api.ts'

const EVERY_MS = 3_000

/** What staff see: their kiosks and the calls. No patient, no decision. */
export function Staff({ words }: { words: StaffMessages }) {
  const [overview, setOverview] = useState<StaffAnswer | null>(null)
  const [failed, setFailed] = useState(false)
  const [key, setKey] = useState<string | null>(null)

  const look = () => staffApi.overview().then(setOverview, () => setOverview(null))
  const attempt = (task: () => Promise<unknown>) => {
    setFailed(false)
    task().then(look, () => setFailed(true))
  }
  useEffect(() => {
    const again = () => staffApi.overview().then(setOverview, () => setOverview(null))
    void again()
    const timer = setInterval(again, EVERY_MS)
    return () => clearInterval(timer)
  }, [])

  return (
    <>
      <h1>{words.title}</h1>
      <p>{words.lead}</p>
      {failed && <p role="alert">{words.failed}</p>}
      {!overview && (
        <div className="buttons">
          <Button onClick={() => attempt(staffApi.signIn)}>{words.signIn}</Button>
          <Button look="outline" onClick={() => attempt(async () => setKey(await makeStaffKey()))}>
            {words.register}
          </Button>
        </div>
      )}
      {!overview && key && (
        <section className="card">
          <p>{words.registerLead}</p>
          <p className="id">{key}</p>
        </section>
      )}
      {overview?.kiosks.map((kiosk) => (
        <KioskCard key={kiosk.id} kiosk={kiosk} words={words} attempt={attempt} />
      ))}
      {overview && (
        <div className="buttons">
          <Button look="text" onClick={() => attempt(staffApi.signOut)}>
            {words.signOut}
          </Button>
        </div>
      )}
    </>
  )
}
