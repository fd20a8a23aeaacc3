import { useState } from 'react'
import { api } from '../data/http/api.ts'
import type { Failure } from '../data/http/failure.ts'
import { failureOf } from '../data/http/failure.ts'
import { refreshSession, useSession } from '../data/patient/session.ts'
import { useText } from '../text/text.tsx'
import { Button, ButtonLink } from '../ui/Button.tsx'
import { FailureNotice } from '../ui/FailureNotice.tsx'
import { Notice } from '../ui/Notice.tsx'

/**
 * News of passkeys that recovery made or that were removed, until the person says that they know. Knowing of one
 * covers all before it. So only the earliest can be answered, then the next.
 */
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

  const removed = session.session.removed_passkeys.map(({ id, name, removed_at }) => ({
    id,
    at: removed_at,
    title: p.removedNewsTitle,
    happened: p.removedNews(name ?? p.unnamed, format.dateTime(removed_at)),
    meaning: p.removedNewsText,
    open: { to: '/settings', label: p.removedNewsOpen },
    known: p.removedNewsKnown,
  }))
  const made = session.session.new_passkeys.map(({ id, created_at }) => ({
    id,
    at: created_at,
    title: p.newsTitle,
    happened: p.news(format.dateTime(created_at)),
    meaning: p.newsText,
    open: { to: `/settings/passkeys/${id}`, label: p.newsOpen },
    known: p.newsKnown,
  }))
  const news = [...removed, ...made].sort((a, b) => Date.parse(a.at) - Date.parse(b.at))
  return news.map(({ id, title, happened, meaning, open, known }, index) => (
    <Notice key={`${title} ${id}`} kind="warning" title={title}>
      <p>{happened}</p>
      <p>{meaning}</p>
      {index === 0 && failure && <FailureNotice failure={failure} />}
      <div className="buttons">
        <ButtonLink to={open.to} look="outline">
          {open.label}
        </ButtonLink>
        {index === 0 && (
          <Button look="outline" onClick={() => void know(id)}>
            {known}
          </Button>
        )}
      </div>
    </Notice>
  ))
}
