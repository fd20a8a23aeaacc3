import { Link, useLocation } from 'wouter'
import { useText } from '../../text/text.tsx'
import { Icon } from '../../ui/Icon.tsx'

/** Whether a page belongs to a main page: by its address, or as P15 and P17 belong to P9 and P16 to P4. */
const isWithin = (path: string, to: string): boolean =>
  path.startsWith(`${to}/`) ||
  (to === '/history' && (path === '/record' || path === '/cases')) ||
  (to === '/status' && path === '/messages')

/** The four main pages of a signed-in person: at the bottom edge of a phone, in the top row of a wide screen. */
export function Navigation() {
  const { t } = useText()
  const [path] = useLocation()
  const places = [
    ['/status', 'status', t.shell.status],
    ['/history', 'history', t.shell.history],
    ['/me', 'me', t.shell.me],
    ['/settings', 'settings', t.shell.settings],
  ] as const
  return (
    <nav className="nav" aria-label={t.shell.menu}>
      <ul>
        {places.map(([to, icon, name]) => (
          <li key={to}>
            <Link to={to} aria-current={path === to ? 'page' : isWithin(path, to) ? 'true' : undefined}>
              <Icon name={icon} />
              {name}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  )
}
