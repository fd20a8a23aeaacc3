/**
 * React's JSX runtime with readings and with the language of words. Every .tsx file is compiled to call it
 * (`jsxImportSource` in tsconfig.json). Text with readings becomes <ruby>, and attributes lose their readings. Japanese
 * on a page in another language gets `lang`, so that it is spoken and set as Japanese. No line ends inside a time or a
 * part of a date, and `<wbr>` stands where a phrase ends. So a component shows `t.group.key` and need not know of any of this.
 */
import { Fragment, type JSX, type Key, type ReactElement, type ReactNode } from 'react'
import * as react from 'react/jsx-runtime'
import { foreignPartsOf, hasForeign } from './foreign.ts'
import { hasPhrases, phrasesOf } from './phrases.ts'
import { hasRuby, partsOf, withoutRuby } from './ruby.ts'
import { mayEndBetween, togetherPartsOf } from './together.ts'

export type { JSX }
export { Fragment }

type Type = Parameters<typeof react.jsx>[0]
type Props = { children?: ReactNode; [name: string]: unknown }

/** Attributes with words, on elements of the document. */
const NAMES = ['aria-label', 'alt', 'title']

export function jsx(type: Type, props: Props, key?: Key): ReactElement {
  return react.jsx(type, spoken(type, props, shown), key)
}

export function jsxs(type: Type, props: Props, key?: Key): ReactElement {
  return react.jsxs(
    type,
    spoken(type, props, (children) => (children as ReactNode[]).map(shown)),
    key,
  )
}

/** Called by development builds. */
export const jsxDEV = (type: Type, props: Props, key: Key | undefined, isStatic: boolean): ReactElement =>
  isStatic ? jsxs(type, props, key) : jsx(type, props, key)

function spoken(type: Type, props: Props, show: (children: ReactNode) => ReactNode): Props {
  const { children } = props
  const withShown = children === undefined ? props : { ...props, children: show(children) }
  if (typeof type !== 'string') return withShown
  const names = NAMES.filter((name) => typeof props[name] === 'string')
  return names.length === 0
    ? withShown
    : { ...withShown, ...Object.fromEntries(names.map((name) => [name, withoutRuby(props[name] as string)])) }
}

/** Letters of a phrase that is never longer than a line. */
const SHORT = 8

/** The <span> keeps the text one item of its layout. */
function shown(child: ReactNode): ReactNode {
  if (typeof child !== 'string') return child
  const children = piecesOf(child)
  if (hasPhrases(child)) return react.jsxs('span', { className: 'phrases', children })
  if (children.every((piece) => typeof piece === 'string')) return child
  return children.length === 1 ? children[0] : react.jsxs('span', { children })
}

function piecesOf(text: string): ReactNode[] {
  if (!hasForeign(text)) return phrased(text)
  return foreignPartsOf(text).flatMap((part, at) => {
    const children = phrased(part)
    return at % 2 ? react.jsxs('span', { lang: 'ja', children }) : children
  })
}

const phrased = (text: string): ReactNode[] =>
  phrasesOf(text).flatMap((phrase, at) => [...(at ? [end()] : []), ...phrasePieces(phrase)])

const end = () => react.jsx('wbr', {})

/** Engines let a line end beside a reading, even where they keep words whole. */
function phrasePieces(phrase: string): ReactNode[] {
  const children = heldTogether(phrase)
  const isHeld = hasRuby(phrase) && withoutRuby(phrase).length <= SHORT
  return isHeld ? [react.jsxs('span', { className: 'together', children })] : children
}

/** A line may end before and after a part, which engines do not see by themselves. */
function heldTogether(text: string): ReactNode[] {
  return togetherPartsOf(text).flatMap((part, at, parts) => {
    if (at % 2 === 0) return part === '' ? [] : withReadings(part)
    const children = withReadings(part)
    const held = react.jsxs('span', { className: 'together', children })
    return mayEndBetween(part, parts[at + 1] || parts[at + 2]) ? [held, end()] : held
  })
}

/** Readings are only for the eye: screen readers and the clipboard get the word once. */
const withReadings = (text: string): ReactNode[] =>
  hasRuby(text) ? partsOf(text).map((part) => (typeof part === 'string' ? part : ruby(part))) : [text]

function ruby({ base, reading }: { base: string; reading: string }): ReactElement {
  const hidden = { 'aria-hidden': true }
  return react.jsxs('ruby', {
    children: [
      base,
      react.jsx('rp', { ...hidden, children: '（' }),
      react.jsx('rt', { ...hidden, children: reading }),
      react.jsx('rp', { ...hidden, children: '）' }),
    ],
  })
}
