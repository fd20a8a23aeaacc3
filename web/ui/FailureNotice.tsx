import type { ReactNode } from 'react'
import { Link } from 'wouter'
import type { Messages } from '../text/ja.ts'
import { useText } from '../text/text.tsx'
import { Notice } from './Notice.tsx'

/** `code`: a problem of the api, or a cause on this side. `retryAfter` is in seconds, `removedAt` RFC 3339. */
export type Failed = { code: string; retryAfter?: number; removedAt?: string }

type Code = keyof Messages['failures']['codes']

/** What went wrong, what was kept, and what to do next. `children`: the ways on. */
export function FailureNotice(props: { failure: Failed; children?: ReactNode }) {
  const { t, format } = useText()
  const { code, retryAfter, removedAt } = props.failure
  const [title, text] = t.failures.codes[code in t.failures.codes ? (code as Code) : 'other']
  return (
    <Notice kind="error" title={title} takesFocus>
      <p>{text}</p>
      {removedAt !== undefined && <p>{t.failures.removedAt(format.dateTime(removedAt))}</p>}
      {retryAfter !== undefined && <p>{t.failures.wait(format.wait(retryAfter))}</p>}
      {code === 'not-signed-in' && <Link to="/sign-in">{t.failures.signIn}</Link>}
      {code === 'proofing-required' && <Link to="/proofing">{t.failures.proofAgain}</Link>}
      {props.children}
    </Notice>
  )
}
