/** Time, passed in so that a test can freeze it. */
export type Clock = {
  /** The wall clock: for what is told or stored. It may be set back. */
  now(): Date
  /** Milliseconds that only go forward, from any start: for durations and waits. */
  monotonic(): number
}
