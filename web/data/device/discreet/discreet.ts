let on = false

/** Whether this page stores nothing on the device: its person is in safe mode. */
export const isDiscreet = (): boolean => on

/** Lets the page store nothing on the device, or ends that. */
export const setDiscreet = (next: boolean): void => {
  on = next
}
