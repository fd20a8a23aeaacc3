/** Functions that run inside the page, each by itself: they use nothing from outside. */

/** Elements below others, or below the document. */
export const select = (roots: Element[] | null, css: string): Element[] => [
  ...new Set((roots ?? [document]).flatMap((root) => [...root.querySelectorAll(css)])),
]

/**
 * Those that are shown. With `words`, only those that could have them as a name: the browser is asked for the real name
 * of each.
 */
export function promising(elements: Element[], words: string | null): Element[] {
  const plain = (text: string) => text.replace(/[\u200b\u00ad]/g, '').replace(/\s+/g, '')
  const read = (element: Element) => {
    const copy = element.cloneNode(true) as Element
    for (const hidden of copy.querySelectorAll('[aria-hidden=true]')) hidden.remove()
    return plain(copy.textContent ?? '')
  }
  return elements.filter((element) => {
    if (!element.checkVisibility({ visibilityProperty: true } as CheckVisibilityOptions)) return false
    if (words === null) return true
    const ids = (element.getAttribute('aria-labelledby') ?? '').split(/\s+/).filter(Boolean)
    const labels = [
      ...ids.map((id) => document.getElementById(id)),
      ...((element as HTMLInputElement).labels ?? []),
    ].filter((label) => label !== null)
    const said = [
      element.getAttribute('aria-label') ?? '',
      ...[element, ...labels].map((one) => read(one as Element)),
    ]
    return plain(said.join('')).includes(plain(words))
  })
}

/** The innermost elements with these words. */
export function saying(roots: Element[] | null, words: string): Element[] {
  const plain = (text: string | null) => (text ?? '').replace(/[\u200b\u00ad]/g, '').replace(/\s+/g, ' ')
  const has = (element: Element) => plain(element.textContent).includes(plain(words))
  return (roots ?? [document.body])
    .flatMap((root) => [root, ...root.querySelectorAll('*')])
    .filter((element) => has(element) && ![...element.children].some(has))
}

export const inner = (elements: HTMLElement[]): string[] => elements.map(({ innerText }) => innerText)

export const areChecked = (elements: HTMLInputElement[]): boolean[] => elements.map(({ checked }) => checked)

export const scrollTo = (element: Element): void =>
  element.scrollIntoView({ block: 'center', behavior: 'instant' })
