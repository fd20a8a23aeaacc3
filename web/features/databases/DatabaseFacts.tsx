import type { Bilingual } from '../../../api/contract/catalogue.ts'
import type { DatabaseView } from '../../../api/contract/patient.ts'
import { serverNow } from '../../data/http/clock.ts'
import { useText } from '../../text/text.tsx'
import { Bullets } from '../../ui/Bullets.tsx'
import { LinkageProgress } from '../../ui/linkage/LinkageProgress.tsx'
import { certaintyOf, isConfirmed, stopOf } from './facts.ts'
import { Question } from './Question.tsx'
import { UsedRecords } from './UsedRecords.tsx'

/**
 * Everything the catalogue knows of a database, as questions with their answers, and how sure it is. An answer that is
 * not established says so, and a legal one from an unofficial source, too.
 */
export function DatabaseFacts(props: { database: DatabaseView }) {
  const { t, pick, format } = useText()
  const { database } = props
  const d = t.databases
  const confirmed = isConfirmed(database)
  const certainty = certaintyOf(database)
  const known = (fact: Bilingual | undefined) => (confirmed && fact ? pick(fact) : undefined)
  const who = known(database.who)
  const unofficial = certainty === 'third' && <p className="quiet">{d.marks.third}</p>
  const source = [d.marks[certainty], database.source, d.checkedOn(format.date(database.checked_on))]
  return (
    <>
      <p className="quiet">
        {d.holder}: {pick(database.holder)}
      </p>
      {database.linkages.length > 0 && (
        <Question title={d.yours}>
          {database.linkages.map((linkage) => (
            <LinkageProgress
              key={linkage.purpose}
              linkage={linkage}
              holder={pick(database.holder)}
              steps="always"
              now={serverNow()}
            />
          ))}
        </Question>
      )}
      <Question title={d.what}>
        <p>{known(database.data) ?? d.whatUnknown}</p>
      </Question>
      <Question title={d.who}>
        {database.purposes.length > 0 && (
          <Bullets items={database.purposes.map((purpose) => d.purposes[purpose])} />
        )}
        {who && <p>{who}</p>}
        {!who && database.purposes.length === 0 && <p>{d.whoUnknown}</p>}
      </Question>
      <UsedRecords database={database.id} />
      <Question title={d.canStop}>
        <p>
          <strong>{d.optOut[stopOf(database)]}</strong>
        </p>
        {confirmed && <p>{pick(database.how)}</p>}
        {unofficial}
      </Question>
      {database.stoppable && (
        <>
          <Question title={d.does}>
            <Bullets items={d.doesText} />
          </Question>
          <Question title={d.doesNot}>
            <Bullets items={d.doesNotText} />
          </Question>
        </>
      )}
      <Question title={d.exceptions}>
        <p>{known(database.exceptions) ?? d.unconfirmed}</p>
      </Question>
      {(!database.stoppable || database.rights) && (
        <Question title={d.rights}>
          <p>{known(database.rights) ?? d.rightsText}</p>
        </Question>
      )}
      <Question title={d.basis}>
        <p>{confirmed ? pick(database.basis) : d.unconfirmed}</p>
        {unofficial}
      </Question>
      <Question title={d.source}>
        {source.filter(Boolean).map((part) => (
          <p key={part}>{part}</p>
        ))}
      </Question>
    </>
  )
}
