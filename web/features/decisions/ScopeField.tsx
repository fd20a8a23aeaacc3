import type { Purpose } from '../../../api/contract/catalogue.ts'
import type { DatabaseView } from '../../../api/contract/patient.ts'
import type { Draft } from '../../data/decision/draft.ts'
import { useText } from '../../text/text.tsx'
import { type RadioOption, Radios } from '../../ui/form/Radios.tsx'
import { FIELDS } from './validate.ts'

type ScopeFieldProps = {
  /** The databases to choose from. */
  databases: DatabaseView[]
  /** The database that the page was opened for, then the only one to choose; null for all. */
  about: DatabaseView | null
  draft: Draft
  errorOf(field: string): string | undefined
  onChange(change: Partial<Draft>): void
}

/** Asks for the scope: all databases, one, or one purpose of one. */
export function ScopeField(props: ScopeFieldProps) {
  const { t, pick } = useText()
  const { about, draft } = props
  const d = t.decisions
  const all = { value: 'all', label: d.scopeAll, hint: d.scopeAllHint } as const
  const one = about
    ? ({ value: 'database', label: pick(about.name), hint: d.scopeThisHint } as const)
    : ({ value: 'database', label: d.scopeDatabase, reveal: <DatabaseField {...props} /> } as const)
  const purpose = { value: 'purpose', label: d.scopePurpose, reveal: <PurposeField {...props} /> } as const
  const hasPurposes = !about || about.purposes.length > 1
  const options: RadioOption<NonNullable<Draft['kind']>>[] = about ? [one] : [all, one]
  return (
    <Radios
      name={FIELDS.scope}
      legend={d.scope}
      options={[...options, ...(hasPurposes ? [purpose] : []), ...(about ? [all] : [])]}
      value={draft.kind}
      error={props.errorOf(FIELDS.scope)}
      onChange={(kind) => props.onChange({ kind, ...(about && { database: about.id }) })}
    />
  )
}

function DatabaseField(props: ScopeFieldProps) {
  const { t, pick } = useText()
  return (
    <Radios
      inner
      name={FIELDS.database}
      legend={t.decisions.whichDatabase}
      options={props.databases.map((database) => ({ value: database.id, label: pick(database.name) }))}
      value={props.draft.database}
      error={props.errorOf(FIELDS.database)}
      onChange={(database) => props.onChange({ database })}
    />
  )
}

function PurposeField(props: ScopeFieldProps) {
  const { t, pick } = useText()
  const { about, draft } = props
  const pairs = (about ? [about] : props.databases).flatMap((database) =>
    database.purposes.map((purpose) => ({ database, purpose })),
  )
  const keyOf = (pair: { database: string; purpose: Purpose }) => `${pair.database} ${pair.purpose}`
  return (
    <Radios
      inner
      name={FIELDS.pair}
      legend={t.decisions.whichPurpose}
      options={pairs.map(({ database, purpose }) => ({
        value: keyOf({ database: database.id, purpose }),
        label: about
          ? t.databases.purposes[purpose]
          : t.decisions.databasePurpose(pick(database.name), t.databases.purposes[purpose]),
      }))}
      value={draft.pair && keyOf(draft.pair)}
      error={props.errorOf(FIELDS.pair)}
      onChange={(value) => {
        const pair = pairs.find(
          ({ database, purpose }) => keyOf({ database: database.id, purpose }) === value,
        )
        props.onChange({ pair: pair ? { database: pair.database.id, purpose: pair.purpose } : null })
      }}
    />
  )
}
