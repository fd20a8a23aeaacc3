import type { Browser } from '../../../mocks/person/browser.ts'
import type { Person } from './people.ts'

/** Cookies as a thief copied them out of one browser at one moment. */
export type Copied = { session?: string; proofing?: string }

/** What was seen of all answers in a run. `faults`: in words; nothing may be in it. */
export type Watch = {
  people: readonly [Person, Person]
  faults: string[]
  /** What a thief holds. */
  copied: Copied[]
}

/**
 * Watches a browser: each answer is searched for what belongs to anybody but `audience`, and a cookie that was replaced
 * is the thief's from then on.
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
