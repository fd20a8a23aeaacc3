import { whenAnswered } from '../http/request.ts'
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

// A browser that finds no interface of its own may still reach the server, as on one machine.
whenAnswered(() => online.set(true))
