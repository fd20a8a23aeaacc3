import { useId } from 'react'
import { useActingFor } from '../../data/patient/acting.ts'
import { type PushState, reloadPush, switchOff, switchOn, usePush } from '../../data/patient/push.ts'
import { useText } from '../../text/text.tsx'
import { LoadedPart } from '../../ui/LoadedPart.tsx'

/** Height of the switch with its words, in rem. */
const ROOM = 18

type Settled = Exclude<PushState, 'unknown' | 'withheld' | 'not-loaded'>

/**
 * The switch 「止まったら知らせる」: whether this device is told by push. The browser asks for permission only when it
 * is tapped. On a shared device there is nothing to see, nor while one acts for somebody: news is for one's own records.
 */
export const PushSwitch = () => (useActingFor() ? null : <OwnSwitch />)

function OwnSwitch() {
  const state = usePush()
  if (state === 'withheld') return null
  return (
    <LoadedPart value={loadableOf(state)} onRetry={reloadPush} room={ROOM}>
      {(settled) => <Settled state={settled} />}
    </LoadedPart>
  )
}

const loadableOf = (state: Settled | 'unknown' | 'not-loaded') => {
  if (state === 'unknown') return { status: 'loading' } as const
  if (state === 'not-loaded') return { status: 'failed', failure: { code: 'unavailable' } } as const
  return { status: 'ready', value: state } as const
}

function Settled({ state }: { state: Settled }) {
  const { t } = useText()
  const id = useId()
  const n = t.news
  // A tap would lead nowhere, so a sentence stands in place of the switch.
  if (state === 'denied') return <p>{n.denied}</p>
  if (state === 'install-first') return <p>{n.installFirst}</p>
  if (state === 'unavailable') return <p>{n.unavailable}</p>
  const isOn = state === 'on'
  const said = { on: n.on, off: n.off, asking: n.asking, offline: n.offline, failed: n.failed }

  return (
    <div className="push">
      <button
        type="button"
        role="switch"
        className="switch"
        aria-checked={isOn}
        aria-describedby={`${id}-about`}
        onClick={() => {
          if (state !== 'asking') void (isOn ? switchOff() : switchOn())
        }}
      >
        <span>{n.tell}</span>
      </button>
      <p role="status" className="push-state">
        {said[state]}
      </p>
      <div id={`${id}-about`} className="push-about">
        <p>{n.about}</p>
        <p>{n.shown}</p>
      </div>
    </div>
  )
}
