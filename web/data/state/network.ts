import { whenAnswered } from '../http/request.ts'
import { listen } from './browser.ts'
import { createStore, useStore } from './store.ts'

const online = createStore(navigator.onLine, () => {
  const update = () => online.set(navigator.onLine)
  return listen([window, 'online', update], [window, 'offline', update])
})

/** Whether there is a network. The browser's word counts until the server answers. */
export function useOnline(): boolean {
  return useStore(online, () => true)
}

// A browser that reports no network may still reach the server, for example on one machine.
whenAnswered(() => online.set(true))
