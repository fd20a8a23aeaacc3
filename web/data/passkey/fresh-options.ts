import { isVisible, listen } from '../state/browser.ts'

/** WebAuthn options, fetched before the tap and renewed before their challenge expires. */
export type FreshOptions<O> = {
  /** Returns options with an unexpired challenge, or null. */
  current(): O | null
  /** Fetches options. Overlapping calls share one request. */
  load(): Promise<O>
  /** Drops options whose challenge was used. */
  spend(): void
  /** Renews the options in time while the page is visible. Returns the function that stops it. */
  keep(): () => void
}

type Deps<O> = {
  fetch: () => Promise<O>
  /** How long options may be used, in ms. Must be shorter than the server's limit. */
  lifetime: number
  renewed: (options: O) => void
  failed: (error: unknown) => void
}

export function createFreshOptions<O>({ fetch, lifetime, renewed, failed }: Deps<O>): FreshOptions<O> {
  let held: { options: O; until: number } | null = null
  let loading: Promise<O> | null = null
  let timer: ReturnType<typeof setTimeout> | undefined
  let kept = false

  const current = () => (held && Date.now() < held.until ? held.options : null)
  const spend = () => {
    held = null
    clearTimeout(timer)
  }
  const load = () => {
    loading ??= fetch()
      .then((options) => {
        held = { options, until: Date.now() + lifetime }
        clearTimeout(timer)
        if (kept) timer = setTimeout(renew, lifetime)
        return options
      })
      .finally(() => {
        loading = null
      })
    return loading
  }
  const renew = () => {
    if (held && isVisible() && current() === null) load().then(renewed, failed)
  }
  return {
    current,
    load,
    spend,
    keep() {
      kept = true
      const stop = listen([document, 'visibilitychange', renew])
      return () => {
        kept = false
        clearTimeout(timer)
        stop()
      }
    },
  }
}
