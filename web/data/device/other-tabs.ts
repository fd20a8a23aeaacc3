/**
 * What one tab tells the others of this browser: its person signed out, left at once (`gone`), or has changed for `whom`
 * they act.
 */
export type Told = 'signed-out' | 'gone' | 'whom'

const NAME = 'erabu'
const open = (): BroadcastChannel | null =>
  'BroadcastChannel' in globalThis ? new BroadcastChannel(NAME) : null

let listening: BroadcastChannel | null = null

/** Tells the other tabs. They learn it at once. */
export function tellOtherTabs(what: Told): void {
  // The channel that listens is the one that does not tell its own page.
  const channel = listening ?? open()
  channel?.postMessage(what)
  if (channel !== listening) channel?.close()
}

/** Calls `listener` when another tab tells something. Returns the function that stops it. */
export function whenOtherTabs(listener: (what: Told) => void): () => void {
  const channel = open()
  channel?.addEventListener('message', ({ data }: MessageEvent<Told>) => listener(data))
  listening = channel
  return () => {
    channel?.close()
    if (listening === channel) listening = null
  }
}
