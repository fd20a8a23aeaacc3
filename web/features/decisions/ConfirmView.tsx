import { useEffect } from 'react'
import { Link, useLocation } from 'wouter'
import type { DatabaseView } from '../../../api/contract/patient.ts'
import { forgetDraft } from '../../data/device/tab-memory.ts'
import type { Deciding, IntentDraft } from '../../data/patient/decide.ts'
import { nameOfDatabase } from '../../text/decision-words.ts'
import { useText } from '../../text/text.tsx'
import { ButtonLink } from '../../ui/Button.tsx'
import { Page } from '../../ui/Page.tsx'
import { isFinal, PasskeyAction } from '../../ui/passkey/PasskeyAction.tsx'
import { AlreadyLeft } from './AlreadyLeft.tsx'
import { ChangesPicture } from './ChangesPicture.tsx'
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
  databases: DatabaseView[]
  /** The page where the draft can be changed; null for a stored decision. */
  changeTo: string | null
}) {
  const { t, pick } = useText()
  const [, navigate] = useLocation()
  const { draft, deciding, changeTo, databases } = props
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
    <Page title={d.confirmTitle} failed={phase === 'failed'} back={changeTo ?? '/status'}>
      <p>{d.confirmLead}</p>
      <div className="columns">
        <Statement draft={draft} changeTo={changeTo} />
        <div className="page">
          {phase === 'offline' ? (
            <OfflineChoice deciding={deciding} kept={changeTo === null} />
          ) : (
            <>
              {deciding.preview && (
                <>
                  <ChangesPicture databases={databases} effects={deciding.preview.effects} />
                  <EffectsPreview
                    effects={deciding.preview.effects}
                    nameOf={nameOfDatabase(databases, pick)}
                  />
                  <AlreadyLeft effects={deciding.preview.effects} nameOf={nameOfDatabase(databases, pick)} />
                </>
              )}
              {!isFinal(deciding.failure) && <p>{d.submitLead}</p>}
              <PasskeyAction
                phase={phase === 'recorded' ? 'done' : phase}
                failure={deciding.failure}
                label={d.submit}
                onStart={deciding.start}
                otherWay={<Link to="/proofing">{t.identity.lost}</Link>}
              />
            </>
          )}
          {canLeave(phase) && changeTo !== null && (
            <div className="buttons">
              <ButtonLink to="/status" look="outline" onClick={forgetDraft}>
                {d.later}
              </ButtonLink>
            </div>
          )}
        </div>
      </div>
    </Page>
  )
}

/** Whether nothing is on its way, so that one can decide later. */
const canLeave = (phase: Deciding['phase']) => phase === 'ready' || phase === 'failed' || phase === 'offline'
