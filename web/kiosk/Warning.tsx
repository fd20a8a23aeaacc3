import { useEffect, useRef } from 'react'
import { Button } from '../ui/Button.tsx'
import { useKiosk } from './visit/kiosk-context.ts'

/** K7: nobody has touched anything for a while. Any touch goes on, as often as it takes. */
export function Warning(props: { seconds: number; onStay(): void }) {
  const { k, end } = useKiosk()
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
          <Button look="outline" onClick={end}>
            {k.leave}
          </Button>
        </div>
      </div>
    </dialog>
  )
}
