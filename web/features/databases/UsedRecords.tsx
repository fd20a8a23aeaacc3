import { useUsage } from '../../data/patient/usage.ts'
import { useText } from '../../text/text.tsx'
import { LoadedPart } from '../../ui/LoadedPart.tsx'
import { Rows } from '../../ui/Rows.tsx'
import { Question } from './Question.tsx'

/** The holder's reports on the use of the patient's records. Without a report it says so, and never "not used". */
export function UsedRecords(props: { database: string }) {
  const { t, format } = useText()
  const d = t.databases
  const usage = useUsage(props.database)
  return (
    <Question title={d.usage}>
      <LoadedPart value={usage} onRetry={usage.refresh}>
        {(value) => (
          <>
            {value?.uses.map((use) => (
              <Rows
                key={`${use.project.id} ${use.reported_at}`}
                rows={[
                  { term: d.usageProject, value: use.project.title },
                  { term: d.usageBy, value: use.project.organisation },
                  { term: d.usageFor, value: d.purposes[use.project.purpose] },
                  { term: d.usagePeriod, value: d.usageFromTo(format.date(use.from), format.date(use.to)) },
                ]}
              />
            ))}
            <p>
              {value?.nothing_reported_since
                ? d.usageNoneSince(format.date(value.nothing_reported_since))
                : d.usageNone}
            </p>
          </>
        )}
      </LoadedPart>
    </Question>
  )
}
