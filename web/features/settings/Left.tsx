import { Redirect } from 'wouter'
import { useHistoryState } from 'wouter/use-browser-location'
import { useSession } from '../../data/patient/session.ts'
import { useText } from '../../text/text.tsx'
import { ButtonLink } from '../../ui/Button.tsx'
import { Page } from '../../ui/Page.tsx'
import { Waiting } from '../../ui/Waiting.tsx'
import type { Leaving } from './leaving.ts'

/** P10 設定, after leaving this device: says that it is done. Whoever comes another way is sent to P1. */
export function Left() {
  const { t } = useText()
  const session = useSession()
  const done = useHistoryState<Partial<Leaving> | null>()?.left
  const s = t.settings

  if (session.status === 'loading') return <Waiting>{t.shell.waiting}</Waiting>
  if (!done || session.status !== 'signed-out') return <Redirect to="/" replace />
  return (
    <Page title={done === 'erased' ? s.erasedTitle : s.leftTitle}>
      <p>{done === 'erased' ? s.erasedText : s.leftText}</p>
      <div className="buttons">
        <ButtonLink to="/">{t.shell.home}</ButtonLink>
        <ButtonLink to="/sign-in" look="outline">
          {s.signIn}
        </ButtonLink>
      </div>
    </Page>
  )
}
