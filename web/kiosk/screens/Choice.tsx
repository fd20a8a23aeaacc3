import { useLayoutEffect, useRef } from 'react'
import { ChoiceField } from '../../features/decisions/ChoiceField.tsx'
import { FIELDS } from '../../features/decisions/validate.ts'
import { useKiosk } from '../visit/kiosk-context.ts'
import { Question } from './Question.tsx'

/** K4 えらぶ: stop or allow, both wholly in sight at any text size. */
export function Choice() {
  const { progress, go } = useKiosk()
  const both = useRef<HTMLDivElement>(null)
  const { draft } = progress

  // Of all parts of the page, the options must leave the screen last.
  useLayoutEffect(() => {
    const show = () => both.current?.querySelector('.options')?.scrollIntoView({ block: 'nearest' })
    show()
    // Another language or text size changes the height.
    const watch = new ResizeObserver(show)
    if (both.current) watch.observe(both.current)
    addEventListener('resize', show)
    return () => {
      watch.disconnect()
      removeEventListener('resize', show)
    }
  }, [])

  return (
    <Question
      step="choice"
      onAnswered={() => go({ screen: 'confirm' })}
      onBack={() => go({ screen: 'scope' })}
    >
      {(errorOf) => (
        <div ref={both}>
          <ChoiceField
            value={draft.choice}
            error={errorOf(FIELDS.choice)}
            onChange={(choice) => go({ draft: { ...draft, choice } })}
          />
        </div>
      )}
    </Question>
  )
}
