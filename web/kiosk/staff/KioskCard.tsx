import type { StaffAnswer } from '../../../api/contract/kiosk.ts'
import { serverNow } from '../../data/http/clock.ts'
import type { StaffMessages } from '../../text/ja/staff.ts'
import { Button } from '../../ui/Button.tsx'
import { staffApi } from './staff-api.ts'

const minutesSince = (time: string) =>
  Math.max(0, Math.floor((serverNow().getTime() - Date.parse(time)) / 60_000))

/** One kiosk: its state, who waits and how long, and what staff can do from here. */
export function KioskCard(props: {
  kiosk: StaffAnswer['kiosks'][number]
  words: StaffMessages
  attempt(task: () => Promise<unknown>): void
}) {
  const { kiosk, words, attempt } = props
  const { call } = kiosk
  const states = [
    kiosk.blocked ? words.blocked : kiosk.online ? words.online : words.offline,
    ...(kiosk.in_use ? [words.inUse] : []),
  ]
  return (
    <article className="card">
      <h2>
        {kiosk.clinic} {kiosk.name}
      </h2>
      <p>{states.join(' / ')}</p>
      <p role="status">
        <strong>
          {call ? (call.taken_at ? words.taken : words.waiting(minutesSince(call.called_at))) : words.noCall}
        </strong>
      </p>
      <div className="buttons">
        {call && (
          <Button onClick={() => attempt(() => staffApi.step(call.id, call.taken_at ? 'closed' : 'taken'))}>
            {call.taken_at ? words.close : words.take}
          </Button>
        )}
        <Button
          look="outline"
          onClick={() => attempt(() => staffApi.command(kiosk.id, kiosk.in_use ? 'end' : 'start'))}
        >
          {kiosk.in_use ? words.end : words.start}
        </Button>
        <Button
          look="outline"
          onClick={() => attempt(() => staffApi.command(kiosk.id, kiosk.muted ? 'unmute' : 'mute'))}
        >
          {kiosk.muted ? words.unmute : words.mute}
        </Button>
      </div>
    </article>
  )
}
