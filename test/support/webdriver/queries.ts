import { promising, saying, select } from './in-page.ts'
import type { Locator } from './locator.ts'
import { idOf, type Reference, run, type Send } from './protocol.ts'

type Named = { name?: string; exact?: boolean; level?: number }

/** How a page or a locator is searched. A name is what the browser itself computes for screen readers. */
export type Queries = {
  locator(css: string): Locator
  getByRole(role: string, named?: Named): Locator
  getByLabel(name: string): Locator
  getByText(words: string): Locator
}

/** Elements that have a role without saying so. */
const ROLES: Record<string, string> = {
  button: 'button, [role=button]',
  heading: 'h1, h2, h3, h4, h5, h6, [role=heading]',
  link: 'a[href], [role=link]',
  radio: 'input[type=radio], [role=radio]',
  checkbox: 'input[type=checkbox], [role=checkbox]',
  textbox: 'input[type=text], input:not([type]), textarea, [role=textbox]',
}
const FIELDS = 'input, textarea, select'

/** Without marks of phrases, and with single spaces. */
export const plain = (text: string): string =>
  text
    .replace(/[\u200b\u00ad]/g, '')
    .replace(/\s+/g, ' ')
    .trim()

/** The queries that a page and a locator have in common. */
export function queries(send: Send, within: (what: string, search: Locator['find']) => Locator): Queries {
  const named = async (
    elements: Reference[],
    name: string | undefined,
    exact = false,
  ): Promise<Reference[]> => {
    const likely = await run<Reference[]>(send, promising, elements, name ?? null)
    if (name === undefined) return likely
    const labels = await Promise.all(
      likely.map((element) => send('GetComputedLabel', { id: idOf(element) }) as Promise<string>),
    )
    const fits = (label: string) =>
      exact ? plain(label) === plain(name) : plain(label).includes(plain(name))
    return likely.filter((_, index) => fits(labels[index] ?? ''))
  }
  const below = (roots: Reference[] | null, css: string) => run<Reference[]>(send, select, roots, css)

  return {
    locator: (css) => within(css, (roots) => below(roots, css)),
    getByRole: (role, { name, exact, level } = {}) =>
      within(`${role} ${name ?? ''}`, async (roots) => {
        const css = level ? `h${level}` : ROLES[role]
        if (!css) throw new Error(`This page knows no ${role}.`)
        return named(await below(roots, css), name, exact)
      }),
    getByLabel: (name) => within(`field ${name}`, async (roots) => named(await below(roots, FIELDS), name)),
    getByText: (words) => within(words, (roots) => run<Reference[]>(send, saying, roots, words)),
  }
}
