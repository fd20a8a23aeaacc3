import type { Fact } from '../../../api/contract/facts.ts'
import { useText } from '../../text/text.tsx'
import { Details } from '../../ui/Details.tsx'
import { certaintyOf, isOutdated } from './facts.ts'

/** What is known as the answer to a question, and under くわしく each source of it. Old knowledge says so. */
export function FactAnswer(props: { fact: Fact; demo: boolean }) {
  const { t, pick, format } = useText()
  const { fact, demo } = props
  const d = t.facts
  return (
    <>
      <p>
        {pick(fact.text)}{' '}
        {fact.mark === '?' && <span className="quiet">{d.searchedOn(format.date(fact.checked_on))}</span>}
      </p>
      {isOutdated(fact) && (
        <p>
          <span className="chip attention">{d.outdated}</span>
        </p>
      )}
      {fact.mark !== '?' && (
        <Details summary={d.evidence(d.marks[certaintyOf(fact, { demo })])} slight>
          <ul className="list">
            {fact.sources.map(({ publisher, title, url, published_on }) => (
              <li key={`${publisher} ${title}`}>
                {url ? (
                  <a href={url} rel="noreferrer">
                    {publisher}「{title}」
                  </a>
                ) : (
                  <>
                    {publisher}「{title}」
                  </>
                )}
                {published_on && ` ${format.date(published_on)}`}
              </li>
            ))}
          </ul>
          <p>{d.checkedOn(format.date(fact.checked_on))}</p>
        </Details>
      )}
    </>
  )
}
