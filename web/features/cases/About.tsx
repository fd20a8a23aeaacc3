import type { ReactNode } from 'react'
import type { DatabaseView } from '../../../api/contract/patient.ts'
import type { Matter } from '../../data/patient/cases.ts'
import { useUsage } from '../../data/patient/usage.ts'
import { useText } from '../../text/text.tsx'
import { Loaded } from '../../ui/Loaded.tsx'
import { outcomeWords, settledOutcome } from '../../ui/linkage/outcome.ts'
import { Rows } from '../../ui/Rows.tsx'

type Shown = { gone: ReactNode; children(shown: ReactNode): ReactNode }

/** The use that a question is about. `gone`: what stands here when no report says so. */
export function AboutUse(props: Shown & { matter: Extract<Matter, { about: 'use' }>; name: string }) {
  const { t, format } = useText()
  const { database, ref } = props.matter
  const usage = useUsage(database)
  return (
    <Loaded value={usage} onRetry={usage.refresh}>
      {(value) => {
        const use = value?.uses.find(({ id }) => id === ref)
        if (!use) return props.gone
        return props.children(
          <Rows
            rows={[
              { term: t.cases.database, value: props.name },
              { term: t.uses.project, value: use.project.title },
              { term: t.uses.by, value: use.project.organisation },
              { term: t.uses.period, value: t.uses.fromTo(format.date(use.from), format.date(use.to)) },
            ]}
          />,
        )
      }}
    </Loaded>
  )
}

/** The outcome or the linkages that a question is about. `gone`: what stands here when there is none. */
export function AboutDatabase(
  props: Shown & { matter: Extract<Matter, { ref?: never }>; database: DatabaseView },
) {
  const { t, pick, format } = useText()
  const { linkages, name } = props.database
  const { about } = props.matter
  const d = t.databases
  if (linkages.length === 0) return props.gone
  return props.children(
    <Rows
      rows={[
        { term: t.cases.database, value: pick(name) },
        { term: t.cases.matter, value: t.cases.matters[about] },
        ...linkages.flatMap((linkage) => {
          const term = d.purposes[linkage.purpose]
          if (about === 'linkage') return [{ term, value: d.since(format.date(linkage.since)) }]
          const outcome = settledOutcome(linkage)
          return outcome ? [{ term, value: outcomeWords(outcome, { t, format }) }] : []
        }),
      ]}
    />,
  )
}
