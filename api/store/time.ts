/** Milliseconds since the epoch. Days are `YYYY-MM-DD` in Japan; hashes and keys are base64url. */
export type Time = number
