import { useState } from 'react'
import { api } from '../data/api.ts'
import { failureOf } from '../data/failure.ts'
import type { Failure } from '../data/loadable.ts'
import { refreshSession, useSession } from '../data/session.ts'
import { useText } from '../text/text.tsx'
import { Button, ButtonLink } from '../ui/Button.tsx'
import { FailureNotice } from '../ui/FailureNotice.tsx'
import { Notice } from '../ui/Notice.tsx'

/** Tells whoever holds an older passkey that recovery made a new one, until they say that they know; and what to do if not. */
export function NewPasskeys() {
  const { t, format } = useText()
  const session = useSession()
  const [failure, setFailure] = useState<Failure | null>(null)
  const p = t.passkeys
  if (session.status !== 'signed-in') return null

  async function know(id: string) {
    setFailure(null)
    await api
      .changePasskey(id, { known: true })
      .then(refreshSession, (error: unknown) => setFailure(failureOf(error)))
  }

  return session.session.new_passkeys.map(({ id, created_at }) => (
    <Notice key={id} kind="warning" title={p.newsTitle}>
      <p>{p.news(format.dateTime(created_at))}</p>
      <p>{p.newsText}</p>
      {failure && <FailureNotice failure={failure} />}
      <div className="buttons">
        <ButtonLink to={`/settings/passkeys/${id}`} look="outline">
          {p.newsOpen}
        </ButtonLink>
        <Button look="outline" onClick={() => void know(id)}>
          {p.newsKnown}
        </Button>
      </div>
    </Notice>
  ))
}
