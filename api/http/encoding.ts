/** @returns whether `Accept-Encoding` (RFC 9110 §12.5.3) takes gzip; without the header nothing is coded. */
export function acceptsGzip(header: string | undefined): boolean {
  let any = false
  for (const item of header?.split(',') ?? []) {
    const [coding = '', ...parameters] = item.split(';').map((part) => part.trim().toLowerCase())
    const refused = parameters.some((parameter) => /^q=0(\.0{0,3})?$/.test(parameter))
    if (coding === 'gzip' || coding === 'x-gzip') return !refused
    if (coding === '*') any = !refused
  }
  return any
}
