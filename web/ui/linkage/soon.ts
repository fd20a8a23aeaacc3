/** Whoever waits no longer than this for a database to be told is not told of the wait. Seconds. */
export const SOON_S = 60
