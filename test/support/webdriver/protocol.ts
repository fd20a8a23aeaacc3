/** Commands of WebDriver (https://www.w3.org/TR/webdriver2/), by the names of Marionette and the paths of HTTP. */
export const COMMANDS = {
  Navigate: ['POST', '/url'],
  GetCurrentURL: ['GET', '/url'],
  ExecuteScript: ['POST', '/execute/sync'],
  ElementClick: ['POST', '/element/:id/click'],
  ElementClear: ['POST', '/element/:id/clear'],
  ElementSendKeys: ['POST', '/element/:id/value'],
  GetComputedLabel: ['GET', '/element/:id/computedlabel'],
  AddCookie: ['POST', '/cookie'],
  DeleteAllCookies: ['DELETE', '/cookie'],
  SetWindowRect: ['POST', '/window/rect'],
  TakeScreenshot: ['GET', '/screenshot'],
} as const

export type Command = keyof typeof COMMANDS

/** Sends a command, and returns its value. @throws WebDriverError when the browser refuses. */
export type Send = (command: Command, parameters?: Record<string, unknown>) => Promise<unknown>

/** A refusal of the browser. `name` is its code, such as `stale element reference`. */
export class WebDriverError extends Error {
  constructor(name: string, message: string) {
    super(message)
    this.name = name
  }
}

const KEY = 'element-6066-11e4-a52e-4f735466cecf'

/** An element of the page, as scripts take and return it. */
export type Reference = { [KEY]: string }

export const idOf = (element: Reference): string => element[KEY]

const isReference = (value: unknown): value is Reference =>
  typeof value === 'object' && value !== null && KEY in value

/**
 * Runs a function inside the page. It uses nothing from outside, and elements go in and out as references.
 * @throws WebDriverError also when the page was left meanwhile, which Firefox answers with null.
 */
export async function run<Result>(
  send: Send,
  script: (...given: never) => unknown,
  ...given: unknown[]
): Promise<Result> {
  // WebKit finds elements only among the arguments themselves, not inside of lists.
  const elements: Reference[] = []
  const shape = given.map((value) => {
    const all = [value].flat()
    if (!all.some(isReference)) return { value }
    const from = elements.push(...(all as Reference[])) - all.length
    return { from, to: elements.length, isList: Array.isArray(value) }
  })
  const answer = (await send('ExecuteScript', {
    script: `const [shape, ...elements] = arguments
      const given = shape.map(({ value, from, to, isList }) =>
        from === undefined ? value : isList ? elements.slice(from, to) : elements[from])
      return { returned: (${script})(...given) }`,
    args: [shape, ...elements],
  })) as { returned: Result } | null
  if (answer === null) throw new WebDriverError('no answer', 'the page was left')
  return answer.returned
}
