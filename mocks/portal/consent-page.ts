import { html } from 'hono/html'
import type { Resident } from '../residents.ts'

const banner = html`<p class="banner">模擬（デモ用）のマイナポータルです。本物ではありません。<span lang="en">This is a mock, not the real portal.</span></p>`

/** A page that only shows a message. */
export const messagePage = (ja: string, en: string) => html`<!doctype html>
<html lang="ja">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>模擬マイナポータル：${ja}</title>
    <link rel="stylesheet" href="/consent.css" />
  </head>
  <body>
    ${banner}
    <main><h1>${ja}</h1><p lang="en">${en}</p></main>
  </body>
</html>`

/**
 * The consent page: a plain form, for browsers and scripts. Choosing a resident replaces reading the card.
 * `signedIn`: the one resident has signed in here before, and only consents.
 */
export const consentPage = (
  residents: readonly Resident[],
  query: Record<string, string>,
  signedIn = false,
) => html`<!doctype html>
<html lang="ja">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>模擬マイナポータル：情報の提供に同意しますか</title>
    <link rel="stylesheet" href="/consent.css" />
  </head>
  <body>
    ${banner}
    <main>
      <h1>えらぶに資格情報を渡しますか</h1>
      <p>渡されるもの：保険者番号、記号、番号、枝番、資格取得日とその履歴。生活保護の方は、公費負担者番号と受給者番号。子どもや後見する人の代わりに届け出るときは、その人の同じもの。</p>
      <p lang="en">Erabu asks for your insurer number, symbol, number, branch, dates and their history; of people on public assistance, for the public payer number and recipient number. Where you decide for your child or ward: the same of that person.</p>
      <form method="post" action="/authorize">
        ${Object.entries(query).map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}" />`)}
        <fieldset>
          <legend>だれとして使いますか<br /><small>カードを読み取る代わりに、架空の住民を選びます。<span lang="en">Choosing an invented resident stands in for reading the card.</span></small></legend>
          ${residents.map(
            ({ id, name, shows }) =>
              html`<label><input type="radio" name="resident" value="${id}" required ${signedIn ? 'checked' : ''} />
                <span>${name}<small>${shows.ja} <span lang="en">${shows.en}</span></small></span></label>`,
          )}
        </fieldset>
        ${signedIn ? otherPerson(query) : ''}
        <div class="choices">
          <button name="agree" value="yes">同意する<small lang="en">Agree</small></button>
          <button name="agree" value="no" formnovalidate>同意しない<small lang="en">Decline</small></button>
        </div>
      </form>
    </main>
  </body>
</html>`

const otherPerson = (query: Record<string, string>) =>
  html`<p><a href="/authorize?${new URLSearchParams({ ...query, prompt: 'login' }).toString()}">別の人として使う <span lang="en">Use as somebody else</span></a></p>`

export const consentStyle = `
:root { color: #333; background: #fff; font: 1.0625rem/1.7 system-ui, sans-serif; letter-spacing: .02em }
body { margin: 0; line-break: strict }
.banner { margin: 0; padding: 8px 16px; background: #fff4d6; border-bottom: 2px solid #b78f00 }
main { max-width: 40rem; margin: 0 auto; padding: 16px 16px 160px }
h1 { font-size: 1.5rem; line-height: 1.4 }
fieldset { border: 1px solid #767676; border-radius: 8px; padding: 8px 16px; margin: 0 }
legend { font-weight: 700; padding: 0 4px }
label { display: flex; gap: 12px; align-items: center; min-height: 56px; border-bottom: 1px solid #e6e6e6 }
label:last-child { border: 0 }
input[type=radio] { width: 24px; height: 24px; flex: none; accent-color: #0017c1 }
small { display: block; font-size: 1rem; font-weight: 400; color: #4d4d4d }
.choices { position: fixed; inset: auto 0 0; display: grid; grid-template-columns: 1fr 1fr; gap: 16px; padding: 16px; background: #fff; border-top: 1px solid #767676 }
button { font: inherit; font-weight: 700; min-height: 64px; border: 1px solid #0017c1; border-radius: 8px; background: #fff; color: #0017c1 }
button small { color: inherit }
button:hover { background: #e8f1fe }
:focus-visible { outline: 4px solid #000; outline-offset: 2px; box-shadow: 0 0 0 2px #ffd43d }
`
