/** The address of the entry, which says nothing of its screens. Null: screens have no addresses, as at a kiosk. */
let front: string | null = null
/** Where the page is while its address does not say so. */
let hidden: URL | null = null
let shown: Pick<History, 'pushState' | 'replaceState'> | null = null

/** @param address shown in place of every other one while places are hidden. */
export const setFront = (address: string): void => {
  front = address
}

/** Where the page is. The address that the browser shows, and remembers, may not say so. */
export const placeOf = (): Pick<URL, 'pathname' | 'search' | 'hash'> => hidden ?? location

/** From now on the tab has one entry in its history, and the browser remembers no address of a screen. */
export function hidePlace(): void {
  if (shown) return
  const { pushState, replaceState } = history
  shown = { pushState, replaceState }
  if (front !== null) hidden = new URL(location.href)
  const write: History['replaceState'] = (state, unused, to) => {
    if (hidden && to) hidden = new URL(to, hidden)
    replaceState.call(history, state, unused, hidden ? front : to)
  }
  Object.assign(history, { pushState: write, replaceState: write })
  write(history.state, '')
}

/** Ends `hidePlace`, and lets the address say again where the page is. */
export function showPlace(): void {
  if (!shown) return
  Object.assign(history, shown)
  shown = null
  const place = hidden
  hidden = null
  if (place) history.replaceState(history.state, '', place)
}
