import { listen } from './browser.ts'
import { createStore, useStore } from './store.ts'

const online = createStore(navigator.onLine, () => {
  const update = () => online.set(navigator.onLine)
  return listen([window, 'online', update], [window, 'offline', update])
})

/** Whether there is a network: what the browser believes, until the server answers all the same. */
export function useOnline(): boolean {
  return useStore(online)
}

/** The server has answered: a browser that finds no interface of its own may still reach it, as on one machine. */
export const reached = (): void => online.set(true)
