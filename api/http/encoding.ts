/** @returns whether `Accept-Encoding` (RFC 9110 §12.5.3) allows gzip; without the header nothing is compressed. */
export const acceptsGzip = (header: string | undefined): boolean =>
  takes(header, ['gzip', 'x-gzip']) ?? takes(header, ['*']) ?? false

/** @returns whether `Accept` (RFC 9110 §12.5.1) allows HTML; without the header everything is allowed. */
export const acceptsHtml = (header: string | undefined): boolean =>
  header === undefined ||
  (takes(header, ['text/html']) ?? takes(header, ['text/*']) ?? takes(header, ['*/*']) ?? false)

/**
 * Whether a list of weighted items allows the first of `names` that is in it: `q=0` refuses. Null: none is in the
 * list.
 */
function takes(header: string | undefined, names: string[]): boolean | null {
  for (const item of header?.split(',') ?? []) {
    const [name = '', ...parameters] = item.split(';').map((part) => part.trim().toLowerCase())
    if (names.includes(name)) return !parameters.some((parameter) => /^q=0(\.0{0,3})?$/.test(parameter))
  }
  return null
}
