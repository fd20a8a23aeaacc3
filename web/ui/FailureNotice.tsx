import type { ReactNode } from 'react'
import { Link } from 'wouter'
import type { Messages } from '../text/ja.ts'
import { useText } from '../text/text.tsx'
import { Notice } from './Notice.tsx'

/** `code`: a problem of the api, or a cause on this side. `retryAfter` is in seconds, `removedAt` RFC 3339. */
export type Failed = { code: string; retryAfter?: number; removedAt?: string }

type Code = keyof (Messages['failures']['codes'] & Messages['refusals']['codes'])

/** What went wrong, what was kept, and what to do next. `children`: the ways on. */
export function FailureNotice(props: { failure: Failed; children?: ReactNode }) {
  const { t, format } = useText()
  const { code, retryAfter, removedAt } = props.failure
  // On a screen of the first load the later words are not there, and no such refusal.
  const codes: Partial<Record<Code, [string, string]>> = { ...t.failures.codes, ...t.refusals?.codes }
  const [title, text] = codes[code as Code] ?? t.failures.codes.other
  return (
    <Notice kind="error" title={title} takesFocus>
      <p>{text}</p>
      {removedAt !== undefined && <p>{t.refusals.removedAt(format.dateTime(removedAt))}</p>}
      {retryAfter !== undefined && <p>{t.failures.wait(format.wait(retryAfter))}</p>}
      {code === 'not-signed-in' && <Link to="/sign-in">{t.failures.signIn}</Link>}
      {code === 'proofing-required' && <Link to="/proofing">{t.failures.proofAgain}</Link>}
      {props.children}
    </Notice>
  )
}
