/**
 * Elements of the page that are too small, too pale or too wide. Runs inside the page, so it uses nothing from
 * outside.
 * @param least the minimum of a target, an option and text, in px; without it as on a phone.
 * @returns one line for each fault.
 */
export function geometryFaults(least?: { target: number; choice: number; text: number }): string[] {
  const { target: TARGET, choice: CHOICE, text: TEXT } = least ?? { target: 48, choice: 64, text: 16 }
  const CONTRAST = 7
  const faults: string[] = []
  const name = (element: Element) =>
    `<${element.tagName.toLowerCase()} class="${element.className}"> ${element.textContent?.trim().slice(0, 30)}`

  if (document.body.textContent?.includes('《')) faults.push('a reading is shown as it is written')
  const marked = /.{0,20}\u200b.{0,20}/.exec(document.documentElement.outerHTML)
  if (marked) faults.push(`a mark of a phrase is left: ${marked[0]}`)

  const { scrollWidth } = document.documentElement
  if (scrollWidth > innerWidth) {
    const wide = [...document.querySelectorAll('body *')].filter(
      (element) => element.getBoundingClientRect().right > innerWidth + 1,
    )
    faults.push(`scrolls sideways, ${scrollWidth} px: ${wide.slice(0, 3).map(name).join('; ')}`)
  }

  for (const target of document.querySelectorAll('a[href], button, summary, textarea, input')) {
    const isOption = target.matches('[type=radio], [type=checkbox]')
    const shown = isOption ? target.closest('label') : target
    const { width, height, right } = shown?.getBoundingClientRect() ?? new DOMRect()
    const lowest = isOption ? CHOICE : TARGET
    const isShown = target.checkVisibility() && right > 0
    if (isShown && (height < lowest - 0.5 || width < TARGET - 0.5))
      faults.push(`target of ${width.toFixed()} × ${height.toFixed()} px: ${name(target)}`)
  }

  for (const button of document.querySelectorAll('.buttons > .button.text')) {
    const row = button.parentElement?.getBoundingClientRect()
    const words = document.createRange()
    words.selectNodeContents(button)
    const indent = words.getBoundingClientRect().left - (row?.left ?? 0)
    if (button.getBoundingClientRect().width < (row?.width ?? 0) - 1 && indent > 4)
      faults.push(`a text button is indented by ${indent.toFixed()} px: ${name(button)}`)
  }

  for (const actions of document.querySelectorAll('.kiosk-actions')) {
    const next = actions.nextElementSibling?.getBoundingClientRect()
    const { bottom, right } = actions.getBoundingClientRect()
    if (
      next &&
      next.height > 0 &&
      next.left < right &&
      bottom > next.top + 1 &&
      getComputedStyle(actions).position !== 'fixed'
    )
      faults.push(`buttons cover ${(bottom - next.top).toFixed()} px of what follows: ${name(actions)}`)
  }

  for (const field of document.querySelectorAll('.field:not(.inner-field)')) {
    const next = field.nextElementSibling?.getBoundingClientRect()
    const { bottom } = field.getBoundingClientRect()
    if (next && next.height > 0 && next.top >= bottom - 1 && next.top < bottom + 8)
      faults.push(`nothing between a field and what follows: ${name(field)}`)
  }

  const options = [...document.querySelectorAll('label:has(input[name=choice])')].map((label) =>
    label.getBoundingClientRect(),
  )
  const [first, second] = options
  if (first && second) {
    const differs = Math.abs(first.width - second.width) > 1 || Math.abs(first.height - second.height) > 1
    if (differs)
      faults.push(
        `the two options differ: ${first.width} × ${first.height}, ${second.width} × ${second.height}`,
      )
  }

  const numbers = (color: string) => (color.match(/[\d.]+/g) ?? []).map(Number)
  const luminance = (color: string) => {
    const [r = 0, g = 0, b = 0] = numbers(color).map((value) => {
      const part = value / 255
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
    })
    return 0.2126 * r + 0.7152 * g + 0.0722 * b
  }
  const groundOf = (element: Element | null): string => {
    if (!element) return 'rgb(255, 255, 255)'
    const { backgroundColor } = getComputedStyle(element)
    return numbers(backgroundColor)[3] === 0 ? groundOf(element.parentElement) : backgroundColor
  }
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  const seen = new Set<Element>()
  while (texts.nextNode()) {
    const element = texts.currentNode.parentElement
    if (!element || seen.has(element) || !texts.currentNode.textContent?.trim()) continue
    seen.add(element)
    if (element.closest('rt, rp, noscript, .hidden') || !element.checkVisibility()) continue
    const { fontSize, color } = getComputedStyle(element)
    // The note that this is a demonstration stands on every screen, in one line.
    const smallest = element.closest('.demo') ? 15 : TEXT
    if (Number.parseFloat(fontSize) < smallest) faults.push(`text of ${fontSize}: ${name(element)}`)
    const [dark = 0, light = 0] = [luminance(color), luminance(groundOf(element))].sort((a, b) => a - b)
    const contrast = (light + 0.05) / (dark + 0.05)
    // Errors keep the red of the design system; axe requires a contrast of 4.5 for them.
    const enough = element.closest('.field-error, .attention') ? 4.5 : CONTRAST
    if (contrast < enough) faults.push(`contrast of ${contrast.toFixed(1)}: ${name(element)}`)
  }
  return faults
}
