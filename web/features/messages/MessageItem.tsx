import { useId } from 'react'
import { Link } from 'wouter'
import type { Message } from '../../../api/contract/messages.ts'
import { serverNow } from '../../data/http/clock.ts'
import { useText } from '../../text/text.tsx'
import { GRAVE, messageWords } from './message-words.ts'

/** The calendar day in Japan, `YYYY-MM-DD`. */
const dayInJapan = (at: Date): string =>
  new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Tokyo' }).format(at)

/** One message: when, what, and one way on. */
export function MessageItem(props: { message: Message; nameOf(id: string): string }) {
  const { t, format } = useText()
  const title = useId()
  const { message, nameOf } = props
  const now = serverNow()
  const said = messageWords(message, { t, format, nameOf, today: dayInJapan(now) })
  const { project, from, to, class: one } = message
  return (
    <li className={GRAVE.includes(message.kind) ? 'notice warning' : 'card'}>
      <p className="quiet">
        {message.read_at === null && <span className="chip moving">{t.messages.isNew}</span>}{' '}
        {format.moment(message.at, now)}
      </p>
      <h2 id={title}>{said.title}</h2>
      {said.text && <p>{said.text}</p>}
      {said.details && (
        <>
          {project && (
            <p lang="ja">
              「{project.title}」（{project.organisation}）
            </p>
          )}
          {from && to && <p className="quiet">{t.record.period(format.date(from), format.date(to))}</p>}
          {one && message.kind === 'used' && <p className="quiet">{t.record.classes[one]}</p>}
        </>
      )}
      <p className="card-links">
        <Link className="card-action" to={said.to} aria-describedby={title}>
          {said.link}
        </Link>
      </p>
    </li>
  )
}
