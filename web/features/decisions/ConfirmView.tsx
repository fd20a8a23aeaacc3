import { useEffect } from 'react'
import { Link, useLocation } from 'wouter'
import { forgetDraft } from '../../data/device/tab-memory.ts'
import type { Deciding, IntentDraft } from '../../data/patient/decide.ts'
import { useText } from '../../text/text.tsx'
import { Page } from '../../ui/Page.tsx'
import { PasskeyAction } from '../../ui/passkey/PasskeyAction.tsx'
import { EffectsPreview } from './EffectsPreview.tsx'
import { OfflineChoice } from './OfflineChoice.tsx'
import { Statement } from './Statement.tsx'
import { Unsent } from './Unsent.tsx'

/**
 * What will change and what will not, then the passkey. After recording, P8 replaces this page, so that Back cannot
 * repeat the decision.
 */
export function ConfirmView(props: {
  draft: IntentDraft
  deciding: Deciding
  nameOf(id: string): string
  /** The page where the draft can be changed; null for a stored decision. */
  changeTo: string | null
}) {
  const { t } = useText()
  const [, navigate] = useLocation()
  const { draft, deciding, changeTo } = props
  const { phase, answer } = deciding
  const d = t.decisions

  useEffect(() => {
    if (phase === 'recorded' || phase === 'unsent') forgetDraft()
    if (phase !== 'recorded' || !answer) return
    const { decision, receipt } = answer
    navigate(`/done/${decision.id}`, { replace: true, state: { number: receipt.number } })
  }, [phase, answer, navigate])

  if (phase === 'unsent') return <Unsent deciding={deciding} />
  return (
    <Page title={d.confirmTitle} failed={phase === 'failed'}>
      <p>{d.confirmLead}</p>
      <Statement draft={draft} changeTo={changeTo} />
      {phase === 'offline' ? (
        <OfflineChoice deciding={deciding} kept={changeTo === null} />
      ) : (
        <>
          {deciding.preview && <EffectsPreview effects={deciding.preview.effects} nameOf={props.nameOf} />}
          <p>{d.submitLead}</p>
          <PasskeyAction
            phase={phase === 'recorded' ? 'done' : phase}
            failure={deciding.failure}
            label={d.submit}
            onStart={deciding.start}
            otherWay={<Link to="/proofing">{t.identity.lost}</Link>}
          />
        </>
      )}
    </Page>
  )
}
