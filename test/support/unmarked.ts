/** Texts of the page with Japanese letters that no `lang` says to be Japanese. Runs in the page, which is in English. */
export function unmarkedJapanese(): string[] {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  const found: string[] = []
  while (walker.nextNode()) {
    const text = walker.currentNode.textContent ?? ''
    if (!/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u.test(text)) continue
    // A page with script never shows its noscript.
    const element = walker.currentNode.parentElement
    if (element?.closest('noscript')) continue
    if (element?.closest('[lang]')?.getAttribute('lang') !== 'ja') found.push(text)
  }
  return found
}
