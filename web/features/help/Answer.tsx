import { Link } from 'wouter'
import type { KnownDesks } from '../../data/http/desks.ts'
import { useText } from '../../text/text.tsx'
import { PaperWay } from '../../ui/PaperWay.tsx'
import { PhoneLink } from '../../ui/PhoneLink.tsx'
import { PHONE, type Question } from './questions.ts'

/** A question that opens to its answer. */
export function Answer(props: { question: Question; desks: KnownDesks }) {
  const { t } = useText()
  const { question } = props
  const h = t.help
  const { question: words, answer } = h.questions[question]

  return (
    <details id={question} className="details">
      <summary>{words}</summary>
      <div>
        {question === 'phone' && (
          <p>
            <PhoneLink number={PHONE} />
          </p>
        )}
        {answer.map((paragraph) => (
          <p key={paragraph}>{paragraph}</p>
        ))}
        {question === 'card' && (
          <>
            <PaperWay desks={props.desks} />
            <p>
              <Link className="card-action" to="/missing#card">
                {t.missing.link}
              </Link>
            </p>
          </>
        )}
        {question === 'stopped' && (
          <p>
            <Link className="card-action" to="/status">
              {h.toStatus}
            </Link>
          </p>
        )}
        {question === 'given' && (
          <p>
            <Link className="card-action" to="/cases">
              {t.cases.toList}
            </Link>
          </p>
        )}
        {(question === 'device' || question === 'seen') && (
          <p>
            <Link className="card-action" to="/settings">
              {h.toSettings}
            </Link>
          </p>
        )}
      </div>
    </details>
  )
}
