import { Link } from 'wouter'
import { usePush } from '../../data/patient/push.ts'
import { useText } from '../../text/text.tsx'
import { PushSwitch } from './PushSwitch.tsx'

/** お知らせ on P10. On a shared device it is not there. */
export function News() {
  const { t } = useText()
  const state = usePush()
  if (state === 'withheld') return null
  return (
    <section className="section">
      <h2>{t.news.title}</h2>
      <PushSwitch />
      <p className="card-links">
        <Link className="card-action" to="/messages">
          {t.messages.toAll}
        </Link>
      </p>
    </section>
  )
}
