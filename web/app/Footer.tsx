import { Link } from 'wouter'
import { useText } from '../text/text.tsx'

/** Who runs this, and the pages that are open to anyone. */
export function Footer() {
  const { t } = useText()
  return (
    <footer className="footer-ground">
      <div className="footer">
        <p>{t.shell.operator}</p>
        <nav aria-label={t.shell.help} className="footer-links">
          <Link to="/verify">{t.shell.verify}</Link>
          <Link to="/settings">{t.shell.settings}</Link>
        </nav>
      </div>
    </footer>
  )
}
