import type { ReactNode } from 'react'
import { standingOfCase, type Taken } from '../../data/patient/cases.ts'
import { useText } from '../../text/text.tsx'
import { Page } from '../../ui/Page.tsx'

/**
 * The case that a question opened, or that was open about it: its number, and the day by which it is answered.
 * `until`: the words of that day. `children`: what else to know, and the ways on.
 */
export function TakenPage(props: {
  taken: Taken
  back: string
  until(day: string): string
  children: ReactNode
}) {
  const { t, format } = useText()
  const { number, opened_at, due_on, isEarlier } = props.taken
  const isOverdue = standingOfCase({ state: 'open', due_on }) === 'overdue'
  const c = t.cases
  return (
    <Page key="taken" title={isEarlier ? c.earlierTitle : c.takenTitle} back={props.back}>
      <div className="done-page">
        <div className="done-receipt">
          <section className="confirmation">
            <p>{format.dateTime(new Date(opened_at))}</p>
            <p>
              {c.number} <strong className="id number">{number}</strong>
            </p>
          </section>
        </div>
        <div className="done-next">
          {isEarlier && <p>{c.earlierText}</p>}
          <p>{isOverdue ? c.overdueText : props.until(format.date(due_on))}</p>
          {props.children}
        </div>
      </div>
    </Page>
  )
}
