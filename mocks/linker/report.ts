/** A count for each of the two databases. */
type Counts = Record<string, number>

/**
 * The payload of the signed report (compact JWS, ES256, `typ` as below). It has counts and hashes, and names nobody. For
 * each database `rows_in` is the sum of what was left out and `rows_out`.
 */
export type ExtractReport = {
  iss: string
  project: string
  /** Calendar day in Japan, `YYYY-MM-DD`. */
  approved_on: string
  /** RFC 3339 in UTC. */
  extracted_at: string
  rows_in: Counts
  left_out: {
    /** Pairs that are usable now and were none at approval: somebody was stopped then, or a row is newer. */
    at_approval: number
    /** Rows that the holder may not use now. */
    at_extraction: Counts
    /** Rows of which it is not sure that they are one person's. */
    not_sure: Counts
    /** Rows whose person has no usable row in the other database. */
    alone: Counts
  }
  rows_out: number
  /** The status lists by which each holder checked its rows: SHA-256 of each JWT, base64url. */
  lists: { database: string; uri: string; sha256: string }[]
  /** SHA-256 of the file, base64url. */
  extract_sha256: string
}

export const REPORT_TYPE = 'extract-report+jwt'
