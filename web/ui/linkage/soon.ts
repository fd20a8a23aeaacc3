/** Delays until a database is told are not mentioned up to this length. Seconds. */
export const SOON_S = 60
