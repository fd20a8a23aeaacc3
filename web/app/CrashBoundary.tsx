import { Component, type ReactNode } from 'react'
import { useText } from '../text/text.tsx'
import { Button } from '../ui/Button.tsx'
import { Page } from '../ui/Page.tsx'

/** Catches whatever a screen throws: says what happened, what was kept, and offers a way on. */
export class CrashBoundary extends Component<{ children: ReactNode }, { crashed: boolean }> {
  override state = { crashed: false }

  static getDerivedStateFromError() {
    return { crashed: true }
  }

  override render() {
    return this.state.crashed ? <Crash /> : this.props.children
  }
}

function Crash() {
  const { t } = useText()
  return (
    <Page title={t.failures.crashTitle} failed>
      <p>{t.failures.crashText}</p>
      <div className="buttons">
        <Button onClick={() => location.reload()}>{t.failures.reload}</Button>
        <a className="button outline" href="/">
          {t.shell.home}
        </a>
      </div>
    </Page>
  )
}
