import type { Purpose } from '../../../api/contract/catalogue.ts'
import type { DatabaseView } from '../../../api/contract/patient.ts'
import type { Draft } from '../../data/decision/draft.ts'
import { useText } from '../../text/text.tsx'
import { Checkboxes } from '../../ui/form/Checkboxes.tsx'
import { type RadioOption, Radios } from '../../ui/form/Radios.tsx'
import { FIELDS } from './validate.ts'

type Option = RadioOption<NonNullable<Draft['kind']>>

type ScopeFieldProps = {
  /** The databases to choose from. */
  databases: DatabaseView[]
  /** The database that the page was opened for, then the only one to choose; null for all. */
  about: DatabaseView | null
  draft: Draft
  errorOf(field: string): string | undefined
  onChange(change: Partial<Draft>): void
}

/**
 * Asks for the scope: all databases, one purpose in all of them, one or several databases, or one purpose of one. On
 * the page of one database: that one, one of its purposes, or all.
 */
export function ScopeField(props: ScopeFieldProps) {
  const { t, pick } = useText()
  const { about, draft } = props
  const d = t.decisions
  const all: Option = { value: 'all', label: d.scopeAll, hint: d.scopeAllHint }
  const everywhere: Option = {
    value: 'everywhere',
    label: d.scopeEverywhere,
    hint: d.scopeEverywhereHint,
    reveal: <EverywhereField {...props} />,
  }
  const some: Option = {
    value: 'database',
    label: d.scopeDatabase,
    hint: d.scopeDatabaseHint,
    reveal: <DatabasesField {...props} />,
  }
  const purpose: Option = {
    value: 'purpose',
    label: about ? d.scopeThisPurpose : d.scopePurpose,
    reveal: <PurposeField {...props} />,
  }
  const options = about
    ? [
        { value: 'database' as const, label: pick(about.name), hint: d.scopeThisHint },
        ...(about.purposes.length > 1 ? [purpose] : []),
        all,
      ]
    : [all, everywhere, some, purpose]
  return (
    <Radios
      name={FIELDS.scope}
      legend={d.scope}
      options={options}
      value={draft.kind}
      error={props.errorOf(FIELDS.scope)}
      onChange={(kind) => props.onChange({ kind, ...(about && { databases: [about.id] }) })}
    />
  )
}

function EverywhereField(props: ScopeFieldProps) {
  const { t } = useText()
  const purposes = [...new Set(props.databases.flatMap((database) => database.purposes))]
  return (
    <Radios
      inner
      name={FIELDS.everywhere}
      legend={t.decisions.whichPurpose}
      options={purposes.map((purpose) => ({ value: purpose, label: t.databases.purposes[purpose] }))}
      value={props.draft.everywhere}
      error={props.errorOf(FIELDS.everywhere)}
      onChange={(everywhere) => props.onChange({ everywhere })}
    />
  )
}

function DatabasesField(props: ScopeFieldProps) {
  const { t, pick } = useText()
  return (
    <Checkboxes
      name={FIELDS.databases}
      legend={t.decisions.whichDatabase}
      options={props.databases.map((database) => ({ value: database.id, label: pick(database.name) }))}
      values={props.draft.databases}
      error={props.errorOf(FIELDS.databases)}
      onChange={(databases) => props.onChange({ databases })}
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
