import { Link, useLocation } from 'wouter'
import { useSession } from '../../data/patient/session.ts'
import { useText } from '../../text/text.tsx'
import { DisplayMenu } from './DisplayMenu.tsx'
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
      <p className="demo">{t.shell.demo}</p>
      <div className="header">
        <Link to="/" className="brand">
          <Mark />
          {t.shell.name}
        </Link>
        {(status === 'signed-in' || status === 'offline' || isExpected) && <Navigation />}
        <DisplayMenu />
      </div>
    </header>
  )
}

/** A line that a bar closes. */
function Mark() {
  return (
    <svg className="mark" viewBox="0 0 24 24" aria-hidden="true">
      <rect width="24" height="24" rx="6" />
      <path d="M5 12h9m3-6v12" />
    </svg>
  )
}
