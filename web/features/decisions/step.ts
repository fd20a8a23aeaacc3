/** P6 asks one question a page: about what one decides, then what. */
export type Step = 'scope' | 'choice'

/** Where a decision began and where it is, from the query of P6. */
export type Place = {
  /** The query of the link that opened P6, for example `database=demo-registry`. */
  from: string
  /** Whether that link says what the decision is about. The first question then needs no page. */
  known: boolean
  step: Step
}

export function placeOf(query: string): Place {
  const params = new URLSearchParams(query)
  const asked = params.get('step')
  params.delete('step')
  const known = params.has('database') || params.get('scope') === 'all'
  const step = asked === 'choice' || (asked !== 'scope' && known) ? 'choice' : 'scope'
  return { from: params.toString(), known, step }
}

/** The address of a question of P6 for a decision that began with `from`. */
export function addressOf(step: Step, from: string): string {
  const params = new URLSearchParams(from)
  params.set('step', step)
  return `/choose?${params}`
}

/** The page above a question of P6. */
export function aboveOf({ from, known, step }: Place): string {
  if (step === 'choice' && !known) return addressOf('scope', from)
  const database = new URLSearchParams(from).get('database')
  return database === null ? '/status' : `/databases/${encodeURIComponent(database)}`
}
