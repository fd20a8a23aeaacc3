/** Time, passed in so that a test can hold it still. */
export type Clock = {
  /** The wall clock: for what is told or stored. It may be set back. */
  now(): Date
  /** Milliseconds that only go forward, from any start: for how long something takes or waits. */
  monotonic(): number
}
