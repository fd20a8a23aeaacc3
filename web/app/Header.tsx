import { Link, useLocation } from 'wouter'
import { useSession } from '../data/patient/session.ts'
import { useText } from '../text/text.tsx'
import { LanguageSwitch } from './LanguageSwitch.tsx'
import { Navigation } from './Navigation.tsx'

export function Header() {
  const { t } = useText()
  const { status } = useSession()
  const [path] = useLocation()
  // Whoever is asked about was signed in here before and is on a page of their own: nothing moves when the answer comes.
  const isExpected = status === 'loading' && path !== '/'
  return (
    <header>
      <div className="demo">
        <p>{t.shell.demo}</p>
      </div>
      <div className="header">
        <Link to="/" className="brand">
          {t.shell.name}
        </Link>
        <LanguageSwitch />
      </div>
      {(status === 'signed-in' || status === 'offline' || isExpected) && <Navigation />}
    </header>
  )
}
