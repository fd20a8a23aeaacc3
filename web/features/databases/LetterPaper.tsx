import type { PublicDatabase } from '../../../api/contract/catalogue.ts'
import type { Door } from '../../../api/contract/facts.ts'
import { LANGUAGES } from '../../text/language.ts'
import { useText } from '../../text/text.tsx'
import { Paper } from '../../ui/Paper.tsx'

/**
 * The letter to a door, with blanks for name, day and signature. It has no place for a number, and says no more than the
 * sources of the database do. Whatever the language, it asks in Japanese, too, because the door's staff reads it.
 */
export function LetterPaper(props: { of: PublicDatabase; door: Door }) {
  const { t, pick, format, language } = useText()
  const { of, door } = props
  const { text, sources, checked_on } = of.facts.opt_out
  const l = t.letter
  return (
    <Paper>
      <p className="paper-title">{l.paperTitle}</p>
      <p>{l.to(pick(door.name))}</p>
      <div className="paper-statement">
        <p>{l.ask}</p>
        <p>{pick(door.what)}</p>
        {LANGUAGES[language].tag !== 'ja' && (
          <>
            <p>{l.askInJapanese}</p>
            <p>{door.what.ja}</p>
          </>
        )}
      </div>
      <dl className="paper-facts">
        <dt>{l.about}</dt>
        <dd>{pick(of.name)}</dd>
        <dt>{t.databases.holder}</dt>
        <dd>{pick(of.holder)}</dd>
      </dl>
      <p>{l.reply}</p>
      <dl className="paper-facts paper-blanks">
        {[l.day, l.name, l.signature].map((blank) => (
          <div key={blank}>
            <dt>{blank}</dt>
            <dd />
          </div>
        ))}
      </dl>
      <h2>{l.ground}</h2>
      <p>{pick(text)}</p>
      <p className="paper-small">
        {sources.map(({ publisher, title }) => `${publisher}「${title}」`).join('; ')}{' '}
        {t.facts.checkedOn(format.date(checked_on))}
      </p>
      <h2 className="paper-keep">{l.keep}</h2>
      <dl className="paper-facts">
        <dt>{l.hours}</dt>
        <dd>{door.hours ? pick(door.hours) : l.unknown}</dd>
        <dt>{l.bring}</dt>
        <dd>{door.bring ? pick(door.bring) : l.unknown}</dd>
        <dt>{l.noAnswer}</dt>
        <dd>{door.no_answer ? pick(door.no_answer.text) : l.noAnswerUnknown}</dd>
      </dl>
      <p className="paper-small">
        {l.notSent}
        <br />
        {t.shell.demo}
      </p>
    </Paper>
  )
}
