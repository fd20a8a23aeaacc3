import { useFamily } from '../../data/device/family.ts'
import { useActingFor, usePeople } from '../../data/patient/acting.ts'
import { useText } from '../../text/text.tsx'
import { ButtonLink } from '../../ui/Button.tsx'
import { FailureNotice } from '../../ui/FailureNotice.tsx'
import { Page } from '../../ui/Page.tsx'
import { Waiting } from '../../ui/Waiting.tsx'
import { namesOf } from './names.ts'
import { WhomForm } from './WhomForm.tsx'

// Loaded with this screen: each file of its own lengthens the list of the service worker.
export { Family } from './Family.tsx'
export { LabelForm } from './LabelForm.tsx'

/** P19 だれについて: oneself, or somebody whom the portal lets one act for. Without a proofing, the way to one. */
export function People() {
  const { t } = useText()
  const people = usePeople()
  const family = useFamily()
  const acting = useActingFor()
  const p = t.people
  if (people.status === 'failed' && people.failure.code === 'proofing-required' && !acting)
    return <ProofFirst />
  if (people.status !== 'ready') {
    return (
      <Page key="loading" title={p.title} failed={people.status === 'failed'}>
        {people.status === 'failed' ? (
          <FailureNotice failure={people.failure} />
        ) : (
          <Waiting>{t.shell.waiting}</Waiting>
        )}
      </Page>
    )
  }
  const list = people.value.people
  if (list.length === 0) {
    return (
      <Page key="none" title={p.noneTitle} back="/settings">
        <p>{p.none}</p>
        <p>{p.grown}</p>
        <div className="buttons">
          <ButtonLink to="/status">{t.shell.toStatus}</ButtonLink>
        </div>
      </Page>
    )
  }
  return (
    <WhomForm
      key="list"
      people={list.map((one, at) => ({ ...one, name: namesOf(t, list, family)[at] ?? '' }))}
    />
  )
}

/** Whom one may act for is known for ten minutes after a proofing. */
function ProofFirst() {
  const { t } = useText()
  const family = useFamily()
  const p = t.people
  return (
    <Page key="first" title={p.askTitle} back="/settings">
      <p>{p.ask}</p>
      <div className="buttons">
        <ButtonLink to="/proofing">{p.toPortal}</ButtonLink>
        {family !== null && family.length > 0 && (
          <ButtonLink to="/family" look="outline">
            {p.toFamily}
          </ButtonLink>
        )}
      </div>
    </Page>
  )
}
