import { type ReactNode, use, useMemo } from 'react'
import type { Relation } from '../../api/contract/acting.ts'
import type { Messages } from './ja.ts'
import { laterOf } from './later.ts'
import { TextContext, useText } from './text.tsx'

/** Words that replace others of the same path. What is not an object is replaced whole. */
function amended<T>(words: T, by: object): T {
  const changed = Object.entries(by).map(([key, to]) => {
    const from = (words as Record<string, unknown>)[key]
    const isGroup = typeof to === 'object' && !Array.isArray(to) && typeof from === 'object'
    return [key, isGroup ? amended(from, to) : to]
  })
  return { ...words, ...Object.fromEntries(changed) }
}

/** The words of somebody who acts for a person: they say whose records they are about. */
export function wordsOfActing(t: Messages, relation: Relation): Messages {
  const { child, ward } = t.whose
  const about = amended(t, { child, ward }[relation])
  const over = [t.people.overTitle, `${t.people.kept}${t.people.on}`]
  return amended(about, { failures: { codes: { 'proofing-required': over } } })
}

/** Gives everything inside the words of somebody who acts for a person. */
export function ActingWords(props: { relation: Relation; children: ReactNode }) {
  const { relation } = props
  const text = useText()
  const later = use(laterOf(text.language))
  const whole = useMemo(
    () => ({ ...text, isWhole: true, t: wordsOfActing({ ...text.t, ...later }, relation) }),
    [text, later, relation],
  )
  return <TextContext value={whole}>{props.children}</TextContext>
}
