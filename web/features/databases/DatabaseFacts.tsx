import type { Bilingual } from '../../../api/contract/catalogue.ts'
import type { DatabaseView } from '../../../api/contract/patient.ts'
import { serverNow } from '../../data/http/clock.ts'
import { useText } from '../../text/text.tsx'
import { Bullets } from '../../ui/Bullets.tsx'
import { LinkageProgress } from '../../ui/linkage/LinkageProgress.tsx'
import { Rows } from '../../ui/Rows.tsx'
import { certaintyOf, isConfirmed, stopOf } from './facts.ts'
import { UsedRecords } from './UsedRecords.tsx'

/** Everything the catalogue knows of a database, and how sure it is. Unconfirmed facts are marked so. */
export function DatabaseFacts(props: { database: DatabaseView }) {
  const { t, pick, format } = useText()
  const { database } = props
  const d = t.databases
  const confirmed = isConfirmed(database)
  const known = (fact: Bilingual | undefined) => (confirmed && fact ? pick(fact) : undefined)
  const source = [
    d.marks[certaintyOf(database)],
    database.source,
    d.checkedOn(format.date(database.checked_on)),
  ]
  return (
    <>
      <Rows
        rows={[
          { term: d.what, value: known(database.data) ?? d.whatUnknown },
          {
            term: d.who,
            value: database.purposes.length
              ? database.purposes.map((purpose) => <div key={purpose}>{d.purposes[purpose]}</div>)
              : (known(database.who) ?? d.whoUnknown),
          },
          { term: d.holder, value: pick(database.holder) },
          { term: d.basis, value: confirmed ? pick(database.basis) : d.unconfirmed },
          {
            term: d.canStop,
            value: (
              <>
                <div>{d.optOut[stopOf(database)]}</div>
                {confirmed && <div>{pick(database.how)}</div>}
              </>
            ),
          },
          { term: d.exceptions, value: known(database.exceptions) ?? d.unconfirmed },
          { term: d.source, value: source.filter(Boolean).map((part) => <div key={part}>{part}</div>) },
        ]}
      />
      {database.linkages.length > 0 && (
        <section className="card">
          <h2>{d.yours}</h2>
          {database.linkages.map((linkage) => (
            <LinkageProgress
              key={linkage.purpose}
              linkage={linkage}
              holder={pick(database.holder)}
              steps="always"
              now={serverNow()}
            />
          ))}
        </section>
      )}
      <UsedRecords database={database.id} />
      {database.stoppable && (
        <>
          <section className="stack tight">
            <h2>{d.does}</h2>
            <Bullets items={d.doesText} />
          </section>
          <section className="stack tight">
            <h2>{d.doesNot}</h2>
            <Bullets items={d.doesNotText} />
          </section>
        </>
      )}
      {(!database.stoppable || database.rights) && (
        <section className="stack tight">
          <h2>{d.rights}</h2>
          <p>{known(database.rights) ?? d.rightsText}</p>
        </section>
      )}
    </>
  )
}
