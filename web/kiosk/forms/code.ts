/** What the QR of a form says, or what staff typed: the id and, after it, the version. Null: it is neither. */
export function formIn(text: string): { form: string; version: string } | null {
  const [, form = '', version = ''] =
    /\b(F(?:-[0-9A-HJKMNP-TV-Z]{4}){3})\s+((?:ja-easy|ja|en)-[1-9]\d?)\b/i.exec(text.normalize('NFKC')) ?? []
  return form === '' ? null : { form: form.toUpperCase(), version: version.toLowerCase() }
}
