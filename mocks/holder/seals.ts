export type Sealed = { subject: string } | { error: string }

/** Who seals a holder's records: the resolver and, where a new identifier is in use, its issuer. */
export function createSeals(deps: {
  resolverUrl: string
  /** Null: the new identifier is not in use. */
  issuerUrl: string | null
  client_id: string
  secret: string
}) {
  const authorization = `Basic ${Buffer.from(`${deps.client_id}:${deps.secret}`).toString('base64')}`

  async function ask(url: string, audience: string, coverages: object[]): Promise<Sealed[]> {
    if (coverages.length === 0) return []
    const response = await fetch(`${url}/sealed-subjects?database=${audience}`, {
      method: 'POST',
      headers: { authorization, 'content-type': 'application/json' },
      body: JSON.stringify({ coverages }),
    })
    const who = url === deps.issuerUrl ? 'issuer' : 'resolver'
    if (!response.ok) throw new Error(`the ${who} answered ${response.status}`)
    return ((await response.json()) as { subjects: Sealed[] }).subjects
  }

  /** By the resolver, for any audience. */
  const seal = (audience: string, entries: object[]) => ask(deps.resolverUrl, audience, entries)

  return {
    seal,

    /** Rows to register: by the new identifier where it is in use. Records by name stay with the resolver. */
    async sealRows(database: string, entries: object[]): Promise<Sealed[]> {
      const { issuerUrl } = deps
      if (issuerUrl === null) return seal(database, entries)
      const isByName = (entry: object) => 'id4' in entry
      const byNumber = entries.filter((entry) => !isByName(entry))
      const [named, numbered] = await Promise.all([
        seal(database, entries.filter(isByName)),
        ask(issuerUrl, database, byNumber),
      ])
      return entries.map((entry) => (isByName(entry) ? named : numbered).shift() ?? { error: 'unanswered' })
    },
  }
}
