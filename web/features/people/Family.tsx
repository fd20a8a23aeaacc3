import { useState } from 'react'
import { type FamilyMember, forgetMember, useFamily } from '../../data/device/family.ts'
import { type Failure, failureOf } from '../../data/http/failure.ts'
import { useText } from '../../text/text.tsx'
import { Button, ButtonLink } from '../../ui/Button.tsx'
import { FailureNotice } from '../../ui/FailureNotice.tsx'
import { Notice } from '../../ui/Notice.tsx'
import { Page } from '../../ui/Page.tsx'
import { Waiting } from '../../ui/Waiting.tsx'

/** 家族 of P19: the names that the owner of this device gave, and when each person was last chosen. No state is kept. */
export function Family() {
  const { t } = useText()
  const family = useFamily()
  const [removed, setRemoved] = useState<string | null>(null)
  const p = t.people
  return (
    <Page title={p.familyTitle} back="/settings">
      {removed !== null && (
        <Notice key={removed} kind="information" title={p.familyTitle} takesFocus>
          <p>{p.removed(removed)}</p>
        </Notice>
      )}
      <p>{p.familyLead}</p>
      {family === null && <Waiting>{t.shell.waiting}</Waiting>}
      {family?.length === 0 && <p>{p.familyNone}</p>}
      {family?.map((member) => (
        <Member key={member.id} member={member} onRemoved={() => setRemoved(member.label)} />
      ))}
      <div className="buttons">
        <ButtonLink to="/people" look="outline">
          {p.link}
        </ButtonLink>
      </div>
    </Page>
  )
}

function Member(props: { member: FamilyMember; onRemoved(): void }) {
  const { t, format } = useText()
  const [failure, setFailure] = useState<Failure | null>(null)
  const { id, relation, label, acted_at } = props.member
  const p = t.people
  return (
    <section className="card">
      <h2>{p.labelled(label, p.relations[relation])}</h2>
      <p>{p.acted(format.dateTime(acted_at))}</p>
      <p className="quiet">{p.stateLater}</p>
      {failure && <FailureNotice failure={failure} />}
      <div className="buttons">
        <Button
          look="text"
          onClick={() =>
            void forgetMember(id).then(props.onRemoved, (error: unknown) => setFailure(failureOf(error)))
          }
        >
          {p.remove(label)}
        </Button>
      </div>
    </section>
  )
}
