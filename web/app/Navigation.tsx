import { Link, useLocation } from 'wouter'
import { useText } from '../text/text.tsx'

/** The four main pages of a signed-in person. */
export function Navigation() {
  const { t } = useText()
  const [path] = useLocation()
  const places = [
    ['/status', t.shell.status],
    ['/history', t.shell.history],
    ['/me', t.shell.me],
    ['/settings', t.shell.settings],
  ] as const
  return (
    <nav className="nav" aria-label={t.shell.menu}>
      <ul>
        {places.map(([to, name]) => (
          <li key={to}>
            <Link
              to={to}
              aria-current={path === to ? 'page' : path.startsWith(`${to}/`) ? 'true' : undefined}
            >
              {name}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  )
}
