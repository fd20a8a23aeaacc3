import type { Browser } from '../../../mocks/person/browser.ts'
import type { Person } from './people.ts'

/** Cookies as a thief copied them out of one browser at one moment. */
export type Copied = { session?: string; proofing?: string }

/** What all answers of a run contained. `faults`: in words; it must stay empty. */
export type Watch = {
  people: readonly [Person, Person]
  faults: string[]
  /** The cookies that a thief holds. */
  copied: Copied[]
}

/**
 * Watches a browser: each answer is searched for what belongs to anybody but `audience`. A replaced cookie belongs to
 * the thief from then on.
 */
export function watch(browser: Browser, { people, faults, copied }: Watch) {
  const send = browser.send
  const watched = { audience: null as Person | null }
  const cookieOf = (name: string) => browser.cookies.get(name)?.value

  browser.send = async (method, path, options) => {
    const { audience } = watched
    const before = { session: cookieOf('session'), proofing: cookieOf('proofing') }
    const answer = await send(method, path, options)
    const told = `${await answer.clone().text()}\n${JSON.stringify([...answer.headers])}`
    for (const other of people.filter((person) => person !== audience))
      for (const [own, what] of other.owns)
        if (told.includes(own))
          faults.push(`${method} ${path} told ${audience?.name ?? 'nobody'} ${what} of ${other.name}`)
    if (before.session !== undefined && before.session !== cookieOf('session'))
      copied.push({ session: before.session })
    return answer
  }
  return watched
}
