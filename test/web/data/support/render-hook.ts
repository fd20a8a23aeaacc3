import { act, createElement } from 'react'
import { createRoot } from 'react-dom/client'
import { onTestFinished } from 'vitest'

/** Renders a hook in a component until the test ends. `values`: the results of all renders, the newest last. */
export async function renderHook<P, T>(hook: (props: P) => T, props: P) {
  Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true })
  const root = createRoot(document.createElement('div'))
  const values: T[] = []
  function Probe({ given }: { given: P }) {
    values.push(hook(given))
    return null
  }
  const render = (given: P) => act(async () => root.render(createElement(Probe, { given })))
  const unmount = () => act(async () => root.unmount())
  onTestFinished(unmount)
  await render(props)
  return {
    values,
    last: () => values.at(-1) as T,
    render,
    /** Lets time pass; with fake timers, as much as `advance` asks for. */
    pass: (advance: () => Promise<unknown>) => act(async () => void (await advance())),
    unmount,
  }
}
