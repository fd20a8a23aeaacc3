import { Link, useLocation } from 'wouter'
import { useSession } from '../data/patient/session.ts'
import { useText } from '../text/text.tsx'
import { LanguageSwitch } from './LanguageSwitch.tsx'
import { Navigation } from './Navigation.tsx'

export function Header() {
  const { t } = useText()
  const { status } = useSession()
  const [path] = useLocation()
  // A session is only asked for on a device that was used before. On any page but P1 the navigation then keeps its
  // place while the answer loads, so that nothing moves.
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
