let on = false
let push: History['pushState'] | null = null

/** Whether this page stores nothing on the device: its person is in safe mode. */
export const isDiscreet = (): boolean => on

/** Lets the page store nothing, and leave one entry in the history of its tab; or ends that. */
export function setDiscreet(next: boolean): void {
  on = next
  if (next && push === null) {
    push = history.pushState
    history.pushState = (...entry) => history.replaceState(...entry)
  } else if (!next && push !== null) {
    history.pushState = push
    push = null
  }
}
