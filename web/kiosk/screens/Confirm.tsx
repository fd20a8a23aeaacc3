import { useEffect } from 'react'
import { scopeOf } from '../../data/decision/draft.ts'
import { EffectsPreview } from '../../features/decisions/EffectsPreview.tsx'
import { decisionWords, nameOfDatabase } from '../../text/decision-words.ts'
import { useText } from '../../text/text.tsx'
import { Bullets } from '../../ui/Bullets.tsx'
import { Button } from '../../ui/Button.tsx'
import { Page } from '../../ui/Page.tsx'
import { useCardDecision } from '../card/decide.ts'
import { useKiosk } from '../visit/kiosk-context.ts'
import { CardAction } from './CardAction.tsx'

/** K5 たしかめる: the same preview and words as on the phone, then the card. */
export function Confirm() {
  const { t, pick, language } = useText()
  const { k, go, progress } = useKiosk()
  const { choice } = progress.draft
  const scope = scopeOf(progress.draft)
  if (!choice || !scope) throw new Error('the choice is not complete')
  const nameOf = nameOfDatabase(progress.databases, pick)
  const words = decisionWords(t, { choice, scope }, nameOf)
  const { phase, preview, failure, answer, start } = useCardDecision({
    choice,
    scope,
    words,
    locale: language,
  })
  const [statement = '', ...consequences] = words.split('\n')
  const d = t.decisions

  useEffect(() => {
    if (answer) go({ screen: 'done', answer })
  }, [answer, go])

  if (phase === 'unsent')
    return (
      <Page key="doubt" title={k.doubtTitle}>
        <p role="status">{k.doubt}</p>
        <div className="kiosk-actions">
          <Button onClick={start}>{d.resend}</Button>
        </div>
      </Page>
    )
  return (
    <Page key="confirm" title={d.confirmTitle} failed={phase === 'failed' || phase === 'offline'}>
      <section className="card key">
        <h2>{d.yourDecision}</h2>
        <p className="statement">{statement}</p>
        <Bullets items={consequences} />
      </section>
      {preview && <EffectsPreview effects={preview.effects} nameOf={nameOf} />}
      <p>{k.submitLead}</p>
      <CardAction
        phase={phase === 'recorded' ? 'done' : phase === 'offline' ? 'failed' : phase}
        failure={failure}
        label={d.submit}
        onStart={start}
      >
        <Button look="outline" onClick={() => go({ screen: 'choice' })}>
          {d.change}
        </Button>
      </CardAction>
    </Page>
  )
}
