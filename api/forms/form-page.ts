import { html, raw } from 'hono/html'
import { renderSVG } from 'uqr'
import { type Database, PURPOSES } from '../contract/catalogue.ts'
import type { Desk } from '../contract/desk/staff.ts'
import type { Intent } from '../contract/patient.ts'
import { coveredDatabases } from '../domain/decision.ts'
import { formCode, versionOf } from '../domain/desk/form.ts'
import { deskLine } from './desk-line.ts'
import { FORM_WORDS } from './form-words.ts'
import { type Html, withReadings } from './readings.ts'

/** As many desks as have room on the page; the others stand on the page that leads to it. */
const MOST_DESKS = 2

/** A box to tick, and the sentence that is signed with it. */
const box = (sentence: string): Html =>
  html`<li><span class="box"></span><span>${withReadings(sentence)}</span></li>`

/**
 * A form to print: one page A4, without a script, with an id that no other print has. It has no place for a number, and
 * nothing on it is about anybody. The sentences are those that screens publish for the same decision.
 */
export function formPage(of: {
  locale: Intent['locale']
  form: string
  databases: Database[]
  desks: Desk[]
}): Html {
  const { locale, form, databases, desks } = of
  const w = FORM_WORDS[locale]
  const version = versionOf(locale)
  const r = withReadings
  const named = coveredDatabases({ all: true }, databases)
  const purposes = PURPOSES.filter((purpose) => coveredDatabases({ purpose }, databases).length > 0)
  const code = formCode(form, version)
  return html`<!doctype html>
<html lang="${w.tag}" data-language="${locale}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="robots" content="noindex">
<title>${form}</title>
<link rel="icon" href="/icon.svg">
<link rel="stylesheet" href="/forms.css">
</head>
<body class="form">
<main>
<header>
<div>
<p class="brand">えらぶ Erabu</p>
<h1>${r(w.title)}</h1>
<p>${r(w.lead)}</p>
</div>
<figure>${qrOf(code)}<figcaption>${r(w.number)}<br><strong>${form}</strong><br>${version}</figcaption></figure>
</header>
<h2>${r(w.choose)}</h2>
<h3>${r(w.chooseAll)}</h3>
<ul>${box(w.stop(w.everything))}</ul>
<h3>${r(w.choosePurpose)}</h3>
<ul>${purposes.map((purpose) => box(w.stop(w.purposeEverywhere(w.purposes[purpose]))))}</ul>
<h3>${r(w.chooseDatabases)}</h3>
<ul>${named.map(({ name }) => box(w.stop(name[locale] ?? name.ja)))}</ul>
<p>${w.consequences.map((sentence) => html`${r(sentence)} `)}</p>
<h2>${r(w.sign)}</h2>
<dl class="blanks"><div><dt>${r(w.day)}</dt><dd></dd></div><div><dt>${r(w.signature)}</dt><dd></dd></div></dl>
<p><strong>${r(w.noNumber)}</strong> ${r(w.bring)}</p>
<h2>${r(w.where)}</h2>
${desks.slice(0, MOST_DESKS).map((desk) => deskLine(desk, locale))}
<p>${w.next.map((sentence) => html`${r(sentence)} `)}</p>
<p>${r(w.onlyStop)}</p>
<p class="small">${r(w.demo)}</p>
</main>
</body>
</html>`
}

/** The code as a picture that every reader of paper reads: dark on white, with the quiet zone that it needs. */
const qrOf = (code: string): Html =>
  raw(renderSVG(code, { ecc: 'Q', border: 4, whiteColor: '#fff', blackColor: '#000' }))
