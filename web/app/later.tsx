import { createElement, type FunctionComponent, lazy, Suspense } from 'react'
import { LaterWords } from '../text/text.tsx'

/** The named screen of a module. It is loaded when it is shown, and so are its words. */
export function laterScreen<Name extends string, Props extends object>(
  load: () => Promise<Record<Name, FunctionComponent<Props>>>,
  name: Name,
) {
  return lazy(async () => {
    const Screen: FunctionComponent<Props> = (await load())[name]
    return { default: (props: Props) => createElement(LaterWords, null, createElement(Screen, props)) }
  })
}

/**
 * The named part of a screen, loaded as `laterScreen` is. The screen around it stays in sight meanwhile: to hide the
 * heading would take the focus from it.
 */
export function laterPart<Name extends string, Props extends object>(
  load: () => Promise<Record<Name, FunctionComponent<Props>>>,
  name: Name,
) {
  const Part: FunctionComponent<Props> = laterScreen(load, name)
  return (props: Props) => <Suspense>{createElement(Part, props)}</Suspense>
}
