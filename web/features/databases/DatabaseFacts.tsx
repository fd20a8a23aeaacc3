import type { ReactNode } from 'react'
import type { PublicDatabase } from '../../../api/contract/catalogue.ts'
import type { FactName } from '../../../api/contract/facts.ts'
import type { DatabaseView, LinkageView } from '../../../api/contract/patient.ts'
import { serverNow } from '../../data/http/clock.ts'
import { useCases } from '../../data/patient/cases.ts'
import { useCatalogueEntry } from '../../data/patient/catalogue.ts'
import { isSafe, useSession } from '../../data/patient/session.ts'
import { useText } from '../../text/text.tsx'
import { Bullets } from '../../ui/Bullets.tsx'
import { LoadedPart } from '../../ui/LoadedPart.tsx'
import { keyOf } from '../../ui/linkage/key-of.ts'
import { LinkageProgress } from '../../ui/linkage/LinkageProgress.tsx'
import { settledOutcome } from '../../ui/linkage/outcome.ts'
import { CaseLinks } from './CaseLinks.tsx'
import { Doors } from './Doors.tsx'
import { FactAnswer } from './FactAnswer.tsx'
import { Question } from './Question.tsx'
import { Stage } from './Stage.tsx'
import { UsedRecords } from './UsedRecords.tsx'

/**
 * Everything that is known of a database, as questions with their answers. What happened to a person's own records
 * comes with the list, and each fact from the catalogue, with how sure it is.
 */
export function DatabaseFacts(props: { database: DatabaseView }) {
  const { t, pick } = useText()
  const { database } = props
  const entry = useCatalogueEntry(database.id)
  const asked = useCases()
  const cases = asked.status === 'ready' ? asked.value : []
  const session = useSession()
  const known = entry.status === 'ready' ? entry.value : null
  const d = t.databases
  const f = t.facts
  return (
    <>
      <div className="stack tight">
        <p className="quiet">
          {d.holder}: {pick(database.holder)}
        </p>
        <Stage of={database} />
      </div>
      {database.linkages.length > 0 && (
        <Question title={f.yours}>
          {database.linkages.map((linkage) => (
            <LinkageProgress
              key={keyOf(linkage)}
              linkage={linkage}
              holder={pick(database.holder)}
              steps="always"
              now={serverNow()}
            />
          ))}
          {(['linkage', 'outcome'] as const)
            .filter((about) => about === 'linkage' || database.linkages.some(isConcluded))
            .map((about) => (
              <CaseLinks
                key={about}
                matter={{ about, database: database.id }}
                what={t.cases.matters[about]}
                named
                cases={cases}
              />
            ))}
        </Question>
      )}
      <LoadedPart value={entry} onRetry={entry.refresh}>
        {(of) =>
          of ? (
            <>
              <Asked title={f.what} of={of} fact="data" />
              <Asked title={f.who} of={of} fact="who">
                {database.purposes.length > 0 && (
                  <Bullets items={database.purposes.map((purpose) => d.purposes[purpose])} />
                )}
              </Asked>
            </>
          ) : (
            <p>{isSafe(session) ? t.safety.hidden : f.missing}</p>
          )
        }
      </LoadedPart>
      <UsedRecords database={database.id} cases={cases} />
      <Question title={f.canStop}>
        <p>
          <strong>{d.optOut[database.opt_out]}</strong>
        </p>
        {known ? <FactAnswer fact={known.facts.opt_out} demo={known.demo} /> : <p>{pick(database.how)}</p>}
      </Question>
      {known && <Doors of={known} />}
      {database.stoppable && (
        <>
          <Question title={f.does}>
            <Bullets items={f.doesText} />
          </Question>
          <Question title={f.doesNot}>
            <Bullets items={f.doesNotText} />
          </Question>
        </>
      )}
      <Asked title={f.exceptions} of={known} fact="exceptions" />
      <Asked title={f.rights} of={known} fact="rights" />
      <Asked title={f.linkedWith} of={known} fact="linked_with" />
      <Asked title={f.retention} of={known} fact="retention" />
      <Asked title={f.basis} of={known} fact="basis" />
    </>
  )
}

/** Whether a stop has an end that one can doubt: its holder acts on it or reported otherwise, or is late. */
const isConcluded = (linkage: LinkageView): boolean =>
  settledOutcome(linkage) !== null ||
  (linkage.state === 'stopped' && Boolean(linkage.progress?.applied_at || linkage.progress?.late))

/** A question that a fact of the catalogue answers, below what else is known. Nothing while the catalogue is not there. */
function Asked(props: {
  title: string
  of: PublicDatabase | null
  fact: Exclude<FactName, 'opt_out'>
  children?: ReactNode
}) {
  const { title, of, fact, children } = props
  if (!of) return null
  return (
    <Question title={title}>
      {children}
      <FactAnswer fact={of.facts[fact]} demo={of.demo} />
    </Question>
  )
}
