import { html } from 'hono/html'
import type { Desk } from '../contract/desk/staff.ts'
import type { Intent } from '../contract/patient.ts'
import { withoutReadings } from '../domain/text.ts'
import { deskLine } from './desk-line.ts'
import { FORM_WORDS, LOCALES } from './form-words.ts'
import { type Html, withReadings } from './readings.ts'

/** The page that leads to the forms, in one language: where they are taken, and a link to print one. */
export function formsPage(of: { locale: Intent['locale']; desks: Desk[] }): Html {
  const { locale, desks } = of
  const w = FORM_WORDS[locale]
  const r = withReadings
  return html`<!doctype html>
<html lang="${w.tag}" data-language="${locale}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${withoutReadings(w.pageTitle)} | えらぶ</title>
<link rel="icon" href="/icon.svg">
<link rel="stylesheet" href="/forms.css">
</head>
<body>
<main>
<nav>${LOCALES.map((one) =>
    one === locale
      ? html`<strong>${r(FORM_WORDS[one].language)}</strong>`
      : html`<a href="/forms?lang=${one}" lang="${FORM_WORDS[one].tag}" hreflang="${FORM_WORDS[one].tag}">${r(FORM_WORDS[one].language)}</a>`,
  )}</nav>
<h1>${r(w.pageTitle)}</h1>
${
  desks.length === 0
    ? html`<p>${r(w.noDesk)}</p>`
    : html`<p>${r(w.pageLead)}</p>
<p><a class="button" href="/forms/${locale}">${r(w.print)}</a></p>
<p>${r(w.printHow)}</p>
<p>${r(w.bring)}</p>
<p>${r(w.onlyStop)}</p>
<h2>${r(w.where)}</h2>
${desks.map((desk) => deskLine(desk, locale))}
<h2>${r(w.apart.title)}</h2>
${w.apart.text.map((sentence) => html`<p>${r(sentence)}</p>`)}`
}
<p><a href="/">${r(w.home)}</a></p>
<p class="small">${r(w.demo)}</p>
</main>
</body>
</html>`
}
