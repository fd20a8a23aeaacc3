import { Link } from 'wouter'
import { useText } from '../../text/text.tsx'

/** The operator, and the pages that are open to everybody. */
export function Footer() {
  const { t } = useText()
  return (
    <footer className="footer-ground">
      <div className="footer">
        <p>{t.shell.operator}</p>
        <nav aria-label={t.shell.help} className="footer-links">
          <Link to="/help">{t.shell.helpPage}</Link>
          <Link to="/how">{t.shell.howPage}</Link>
          <Link to="/verify">{t.shell.verify}</Link>
          <Link to="/settings">{t.shell.settings}</Link>
        </nav>
      </div>
    </footer>
  )
}
