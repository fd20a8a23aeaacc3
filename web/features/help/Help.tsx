import { useText } from '../../text/text.tsx'
import { ButtonLink } from '../../ui/Button.tsx'
import { Page } from '../../ui/Page.tsx'
import { Answer } from './Answer.tsx'
import './help.css'
import { QUESTIONS } from './questions.ts'
import { useAskedQuestion } from './use-asked.ts'

/** P12 ヘルプ: eight questions with their answers, for everybody, also without a network. */
export function Help() {
  const { t } = useText()
  const h = t.help
  useAskedQuestion()
  return (
    <Page title={h.title}>
      <p>{h.lead}</p>
      <div>
        {QUESTIONS.map((question) => (
          <Answer key={question} question={question} />
        ))}
      </div>
      <div className="buttons">
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
