import type { ReactNode } from 'react'
import { Redirect, useLocation, useSearch } from 'wouter'
import { refreshSession, useSession } from '../data/patient/session.ts'
import { useText } from '../text/text.tsx'
import { Button } from '../ui/Button.tsx'
import { FailureNotice } from '../ui/FailureNotice.tsx'
import { Page } from '../ui/Page.tsx'
import { Waiting } from '../ui/Waiting.tsx'

/**
 * Shows a screen to a signed-in person; others sign in first and return. Offline, it shows what the device stored.
 * `proofed`: also admits a proofed person who has no passkey yet.
 */
export function Known(props: { proofed?: boolean; children: ReactNode }) {
  const { t } = useText()
  const [path] = useLocation()
  const query = useSearch()
  const session = useSession()

  if (session.status === 'loading') return <Waiting>{t.shell.waiting}</Waiting>
  if (session.status === 'failed') {
    return (
      <Page title={t.shell.name} failed>
        <FailureNotice failure={session.failure}>
          <Button look="outline" onClick={() => void refreshSession()}>
            {t.shell.retry}
          </Button>
        </FailureNotice>
      </Page>
    )
  }
  if (session.status === 'signed-in' || session.status === 'offline') return props.children
  if (session.status === 'proofed') return props.proofed ? props.children : <Redirect to="/passkey" replace />
  const next = encodeURIComponent(query ? `${path}?${query}` : path)
  return <Redirect to={`/sign-in?next=${next}`} replace />
}
