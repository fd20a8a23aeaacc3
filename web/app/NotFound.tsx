import { useText } from '../text/text.tsx'
import { ButtonLink } from '../ui/Button.tsx'
import { Page } from '../ui/Page.tsx'

export function NotFound() {
  const { t } = useText()
  return (
    <Page title={t.failures.notFoundTitle} failed>
      <p>{t.failures.notFoundText}</p>
      <div className="buttons">
        <ButtonLink to="/">{t.shell.home}</ButtonLink>
      </div>
    </Page>
  )
}
