import { useParams, useSearchParams } from 'wouter'
import { useCatalogueEntry } from '../../data/patient/catalogue.ts'
import { isSafe, useSession } from '../../data/patient/session.ts'
import { useText } from '../../text/text.tsx'
import { Button } from '../../ui/Button.tsx'
import { Loaded } from '../../ui/Loaded.tsx'
import { Page } from '../../ui/Page.tsx'
import { DoorFacts } from './DoorFacts.tsx'
import { FactAnswer } from './FactAnswer.tsx'
import { LetterPaper } from './LetterPaper.tsx'
import { Question } from './Question.tsx'

/** P14 窓口に出す手紙: a letter to a door outside of Erabu, to print and to fill in by hand. Anybody may open it; in safe mode there is none. */
export function Letter() {
  const { t, pick } = useText()
  const { id } = useParams<{ id: string }>()
  const [search] = useSearchParams()
  const entry = useCatalogueEntry(id)
  const hides = isSafe(useSession())
  const l = t.letter
  return (
    <Page title={l.title} failed={entry.status === 'failed'} back={`/databases/${id}`}>
      <Loaded value={entry} onRetry={entry.refresh}>
        {(of) => {
          const door = of?.doors[Number(search.get('door') ?? 0)]
          if (hides) return <p>{l.hidden}</p>
          if (!of || !door) return <p>{of ? l.noDoor : t.facts.missing}</p>
          return (
            <>
              <p>
                <strong>{pick(of.name)}</strong>
              </p>
              <p>{l.lead}</p>
              <p>{l.notSent}</p>
              <DoorFacts door={door} />
              <p>{l.noNumber}</p>
              <div className="buttons">
                <Button onClick={() => print()}>{l.print}</Button>
              </div>
              <Question title={l.noAnswer}>
                {door.no_answer ? (
                  <FactAnswer fact={door.no_answer} demo={of.demo} />
                ) : (
                  <p>{l.noAnswerUnknown}</p>
                )}
              </Question>
              <Question title={l.ground}>
                <FactAnswer fact={of.facts.opt_out} demo={of.demo} />
              </Question>
              <LetterPaper of={of} door={door} />
            </>
          )
        }}
      </Loaded>
    </Page>
  )
}
