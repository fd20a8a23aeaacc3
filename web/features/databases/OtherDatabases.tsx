import { useText } from '../../text/text.tsx'
import { Details } from '../../ui/Details.tsx'
import type { Groups } from './group.ts'
import { OtherCard } from './OtherCard.tsx'

/** もっと見る: databases that have reported no link, and those that cannot be stopped here. */
export function OtherDatabases(props: { groups: Groups }) {
  const { t } = useText()
  const { unlinked, elsewhere } = props.groups
  const d = t.databases
  if (unlinked.length + elsewhere.length === 0) return null
  return (
    <Details summary={d.moreTitle(unlinked.length + elsewhere.length)}>
      {unlinked.length > 0 && (
        <section className="stack">
          <h2>{d.unlinkedTitle}</h2>
          <p>{d.unlinkedText}</p>
          {unlinked.map((database) => (
            <OtherCard key={database.id} database={database} />
          ))}
        </section>
      )}
      {elsewhere.length > 0 && (
        <section className="stack">
          <h2>{d.elsewhereTitle}</h2>
          <p>{d.elsewhereText}</p>
          {elsewhere.map((database) => (
            <OtherCard key={database.id} database={database} />
          ))}
        </section>
      )}
    </Details>
  )
}
