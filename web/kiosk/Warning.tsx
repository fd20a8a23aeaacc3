import { useEffect, useRef } from 'react'
import { Button } from '../ui/Button.tsx'
import { useKiosk } from './visit/kiosk-context.ts'

/** K7 時間の警告: nobody has touched the screen for a while. Any touch but that of the way out continues the visit, any number of times. */
export function Warning(props: { seconds: number; onStay(): void }) {
  const { k, safe, end, exit } = useKiosk()
  const hides = safe.status === 'ready' && safe.value
  const dialog = useRef<HTMLDialogElement>(null)
  useEffect(() => {
    dialog.current?.showModal()
  }, [])
  return (
    <dialog ref={dialog} className="kiosk-warning" aria-labelledby="warning-title" onCancel={props.onStay}>
      <div className="page">
        <h2 id="warning-title">{k.warningTitle}</h2>
        <p aria-live="off">{k.warning(props.seconds)}</p>
        <div className="kiosk-buttons">
          <Button onClick={props.onStay}>{k.stay}</Button>
          <Button look="outline" data-leaving onClick={hides ? exit : end}>
            {hides ? k.exit : k.leave}
          </Button>
        </div>
      </div>
    </dialog>
  )
}
