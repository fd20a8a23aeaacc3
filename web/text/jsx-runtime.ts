/**
 * React's JSX runtime with readings and with the language of words. Every .tsx file is compiled to call it
 * (`jsxImportSource` in tsconfig.json). Text with readings becomes <ruby>, and attributes lose their readings. Japanese
 * on a page in another language gets `lang`, so that it is spoken and set as Japanese. So a component shows
 * `t.group.key` and need not know of either.
 */
import { Fragment, type JSX, type Key, type ReactElement, type ReactNode } from 'react'
import * as react from 'react/jsx-runtime'
import { foreignPartsOf, hasForeign } from './foreign.ts'
import { hasRuby, partsOf, withoutRuby } from './ruby.ts'

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

/**
 * Readings are only for the eye: screen readers and the clipboard get the word once. The <span> keeps the text one
 * item of its layout.
 */
function shown(child: ReactNode): ReactNode {
  if (typeof child !== 'string') return child
  if (!hasRuby(child)) return hasForeign(child) ? marked(child) : child
  const children = partsOf(child).map((part) => (typeof part === 'string' ? part : ruby(part)))
  return react.jsxs('span', { children })
}

function marked(text: string): ReactElement {
  const parts = foreignPartsOf(text)
  return react.jsxs('span', {
    children: parts.map((part, at) => (at % 2 ? react.jsx('span', { lang: 'ja', children: part }) : part)),
  })
}

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
