/** Whether `If-None-Match` (RFC 9110 §13.1.2, weak comparison) names an entity that the client already holds. */
export function matches(header: string | undefined, etag: string): boolean {
  const candidates = header?.split(',').map((candidate) => candidate.trim().replace(/^W\//, '')) ?? []
  return candidates.includes('*') || candidates.includes(etag)
}
