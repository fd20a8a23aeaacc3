import { useState } from 'react'
import { api } from '../data/api.ts'
import { failureOf } from '../data/failure.ts'
import type { Failure } from '../data/loadable.ts'
import { refreshSession, useSession } from '../data/session.ts'
import { useText } from '../text/text.tsx'
import { Button, ButtonLink } from '../ui/Button.tsx'
import { FailureNotice } from '../ui/FailureNotice.tsx'
import { Notice } from '../ui/Notice.tsx'

/** Tells whoever holds a passkey that recovery made a new one or that one was removed, until they say that they know. */
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

  const removed = session.session.removed_passkeys.map(({ id, name, removed_at }) => (
    <Notice key={id} kind="warning" title={p.removedNewsTitle}>
      <p>{p.removedNews(name ?? p.unnamed, format.dateTime(removed_at))}</p>
      <p>{p.removedNewsText}</p>
      {failure && <FailureNotice failure={failure} />}
      <div className="buttons">
        <ButtonLink to="/settings" look="outline">
          {p.removedNewsOpen}
        </ButtonLink>
        <Button look="outline" onClick={() => void know(id)}>
          {p.removedNewsKnown}
        </Button>
      </div>
    </Notice>
  ))
  const made = session.session.new_passkeys.map(({ id, created_at }) => (
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
  return [...removed, ...made]
}
