import { lazy, Suspense, useRef, useState } from 'react'
import { LaterWords, useText } from '../../text/text.tsx'
import { Button } from '../../ui/Button.tsx'
import { Icon } from '../../ui/Icon.tsx'
import { Waiting } from '../../ui/Waiting.tsx'

const Display = lazy(async () => ({ default: (await import('../../features/settings/Display.tsx')).Display }))

const ReadAloud = lazy(async () => ({
  default: (await import('../../features/reading/ReadAloud.tsx')).ReadAloud,
}))

/** Language, text size and reading aloud, one tap from every screen. */
export function DisplayMenu() {
  const { t } = useText()
  const dialog = useRef<HTMLDialogElement>(null)
  const [opened, setOpened] = useState(false)

  function open() {
    setOpened(true)
    dialog.current?.showModal()
  }

  return (
    <>
      <button type="button" className="display-button" aria-haspopup="dialog" onClick={open}>
        <Icon name="display" />
        {t.shell.display}
      </button>
      <dialog ref={dialog} className="panel" aria-label={t.shell.display}>
        <div className="stack">
          {opened && (
            <Suspense fallback={<Waiting>{t.shell.waiting}</Waiting>}>
              <LaterWords>
                <Display within="menu" />
                <ReadAloud onStart={() => dialog.current?.close()} />
              </LaterWords>
            </Suspense>
          )}
          <Button look="outline" onClick={() => dialog.current?.close()}>
            {t.shell.close}
          </Button>
        </div>
      </dialog>
    </>
  )
}
