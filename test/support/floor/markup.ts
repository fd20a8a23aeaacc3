import { isTooNew, mdn } from './support.ts'

const { elements = {}, global_attributes: everywhere = {} } = mdn.html

/** @returns an element or attributes that one of the oldest browsers lacks. Names of attributes in any case. */
export function newInElement(element: string, attributes: string[]): string[] {
  const known = elements[element]
  if (!known) return []
  if (isTooNew(known)) return [`<${element}>`]
  return attributes
    .map((name) => name.toLowerCase())
    .filter((name) => [known[name], everywhere[name]].some((part) => part && isTooNew(part)))
    .map((name) => `<${element} ${name}>`)
}

/** What a built page uses that one of the oldest supported browsers lacks. */
export const newInPage = (html: string): string[] =>
  [...html.matchAll(/<([a-z][\w-]*)((?:\s+[\w-]+(?:="[^"]*")?)*)\s*\/?>/g)].flatMap(
    ([, element = '', rest = '']) =>
      newInElement(
        element,
        [...rest.matchAll(/\s([\w-]+)(?:="[^"]*")?/g)].map(([, name = '']) => name),
      ),
  )
