import type { CaseView } from '../../../api/contract/cases.ts'
import type { ProjectView as Project } from '../../../api/contract/patient.ts'
import { useUsage } from '../../data/patient/usage.ts'
import { type Text, useText } from '../../text/text.tsx'
import { LoadedPart } from '../../ui/LoadedPart.tsx'
import { Rows } from '../../ui/Rows.tsx'
import { CaseLinks } from './CaseLinks.tsx'
import { Question } from './Question.tsx'

/** The holder's reports on the use of the patient's records. Without a report it says so, and never "not used". */
export function UsedRecords(props: { database: string; cases: CaseView[] }) {
  const { t, format } = useText()
  const d = t.databases
  const u = t.uses
  const usage = useUsage(props.database)
  return (
    <Question title={u.title}>
      <LoadedPart value={usage} onRetry={usage.refresh}>
        {(value) => (
          <>
            {value?.uses.map((use) => (
              <div key={use.id}>
                <Rows
                  rows={[
                    ...(use.class ? [{ term: u.order, value: t.record.classes[use.class] }] : []),
                    { term: u.project, value: use.project.title },
                    { term: u.by, value: use.project.organisation },
                    { term: u.purpose, value: d.purposes[use.project.purpose] },
                    { term: u.period, value: u.fromTo(format.date(use.from), format.date(use.to)) },
                    ...projectRows(use.project, { t, format }),
                  ]}
                />
                <CaseLinks
                  matter={{ about: 'use', database: props.database, ref: use.id }}
                  what={use.project.title}
                  cases={props.cases}
                />
              </div>
            ))}
            <p>
              {value?.nothing_reported_since
                ? u.noneSince(format.date(value.nothing_reported_since))
                : u.none}
            </p>
          </>
        )}
      </LoadedPart>
    </Question>
  )
}

/** What its database registered about a project. What was never told has no row. */
function projectRows(project: Project, { t, format }: Pick<Text, 't' | 'format'>) {
  const { approved_by, approved_on, environment, form, ends_on, erase_by, erased_on } = project
  const u = t.uses
  const day = (term: string, date: string | null) => (date ? [{ term, value: format.date(date) }] : [])
  return [
    ...(approved_by && approved_on
      ? [{ term: u.approved, value: u.approvedBy(approved_by, format.date(approved_on)) }]
      : []),
    ...(environment ? [{ term: u.environment, value: u.environments[environment] }] : []),
    ...(form ? [{ term: u.form, value: u.forms[form] }] : []),
    ...day(u.endsOn, ends_on),
    ...(erased_on ? day(u.erasedOn, erased_on) : day(u.eraseBy, erase_by)),
  ]
}
