/**
 * Returns what is spoken of an element: its text without readings and without what screen readers skip.
 * @param instead spoken in place of each part that others in the room must not hear (`data-unspoken`).
 */
export function heardOf(element: Element, instead: string): string {
  const copy = element.cloneNode(true) as Element
  for (const secret of copy.querySelectorAll('[data-unspoken]')) secret.textContent = `${instead}。`
  for (const silent of copy.querySelectorAll('rt, rp, [aria-hidden=true], details:not([open]) > div'))
    silent.remove()
  for (const block of copy.querySelectorAll('h1, h2, h3, p, li, dt, dd, legend, label, button, div'))
    block.append('。')
  return (copy.textContent ?? '').replaceAll(/[\s。]*。[\s。]*/g, '。').replaceAll(/\s+/g, ' ')
}
