import { type ReactNode, useEffect, useRef } from 'react'
import { Link } from 'wouter'
import { withoutRuby } from '../text/ruby.ts'
import { useText } from '../text/text.tsx'
import { arrivedByNavigation } from './arrival.ts'

/**
 * One screen. Its heading takes the focus after a navigation, and names the document.
 * `back`: the page above it, for installed apps, which have no button of a browser.
 * `failed` puts エラー: before the title, so that tab and screen reader say so first.
 */
export function Page(props: { title: string; failed?: boolean; back?: string; children: ReactNode }) {
  const { t } = useText()
  const heading = useRef<HTMLHeadingElement>(null)
  const title = withoutRuby(`${props.failed ? t.shell.errorTitle : ''}${props.title} | ${t.shell.name}`)

  useEffect(() => {
    document.title = title
  }, [title])

  useEffect(() => {
    if (!arrivedByNavigation()) return
    window.scrollTo(0, 0)
    heading.current?.focus({ preventScroll: true })
  }, [])

  return (
    <div className="page">
      {props.back !== undefined && (
        <Link className="back" to={props.back}>
          {t.shell.back}
        </Link>
      )}
      <h1 ref={heading} tabIndex={-1}>
        {props.title}
      </h1>
      {props.children}
    </div>
  )
}
