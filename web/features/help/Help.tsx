import { useDesks } from '../../data/http/desks.ts'
import { useText } from '../../text/text.tsx'
import { ButtonLink } from '../../ui/Button.tsx'
import { Page } from '../../ui/Page.tsx'
import { Answer } from './Answer.tsx'
import './help.css'
import { QUESTIONS } from './questions.ts'
import { useAskedQuestion } from './use-asked.ts'

// Loaded with this screen: each file of its own lengthens the list of the service worker.
export { Missing } from './Missing.tsx'

/** P12 ヘルプ: nine questions with their answers, for everybody, also without a network. */
export function Help() {
  const { t } = useText()
  const desks = useDesks()
  const h = t.help
  useAskedQuestion(QUESTIONS)
  return (
    <Page title={h.title}>
      <p>{h.lead}</p>
      <div>
        {QUESTIONS.map((question) => (
          <Answer key={question} question={question} desks={desks} />
        ))}
      </div>
      <div className="buttons">
        <ButtonLink to="/missing" look="outline">
          {t.missing.link}
        </ButtonLink>
        <ButtonLink to="/how" look="outline">
          {h.toHow}
        </ButtonLink>
        <ButtonLink to="/" look="text">
          {t.shell.home}
        </ButtonLink>
      </div>
    </Page>
  )
}
