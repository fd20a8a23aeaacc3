import type { OutcomeAnswer, OutcomeLine } from '../../api/contract/outcomes.ts'
import type { Ledger } from './ledger.ts'

/** What became of a row that was stopped. */
export type Outcome = Omit<OutcomeLine, 'ref' | 'token'>

/** Rows reported in one request. */
const AT_ONCE = 1000

/**
 * Reports what became of each revoked row, once for each feed. A report that failed is made again: the api keeps a
 * repetition only once.
 * @param call sends lines and throws where they were not taken.
 * @param outcomeOf `person`: our own key of the row; null where another token has replaced this one.
 */
export function createOutcomes({
  call,
  ledger,
  outcomeOf,
}: {
  call: (method: string, path: string, lines: string) => Promise<Response>
  ledger: Ledger
  outcomeOf: (token: string, person: string | null) => Outcome
}) {
  const told = new Map<string, Outcome['outcome']>()
  let toldTo: string | null = null

  return {
    /** By token, what was reported of it since this process began. */
    told: (): ReadonlyMap<string, Outcome['outcome']> => told,

    async report(stream: string): Promise<void> {
      if (toldTo !== ledger.feed()) told.clear()
      toldTo = ledger.feed()
      const people = new Map(ledger.linkages().map(({ token, person }) => [token, person]))
      const fresh = [...ledger.revoked()].filter((token) => !told.has(token))
      for (let from = 0; from < fresh.length; from += AT_ONCE) {
        const tokens = fresh.slice(from, from + AT_ONCE)
        const lines = tokens.map((token) => ({ token, ...outcomeOf(token, people.get(token) ?? null) }))
        const text = lines.map((line) => `${JSON.stringify(line)}\n`).join('')
        const response = await call('POST', `/ssf/streams/${stream}/outcomes`, text)
        const answers = (await response.text()).split('\n').filter(Boolean)
        if (answers.length !== tokens.length) throw new Error('POST outcomes did not answer line for line')
        for (const [i, token] of tokens.entries()) {
          const answer = JSON.parse(answers[i] ?? '') as OutcomeAnswer
          if ('error' in answer) throw new Error(`an outcome was answered ${answer.error}`)
          told.set(token, answer.outcome)
        }
      }
    },
  }
}
