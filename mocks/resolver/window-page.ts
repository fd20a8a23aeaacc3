import { html } from 'hono/html'
import type { Resident } from '../residents.ts'

const page = (path: string, title: string, main: ReturnType<typeof html>) => html`<!doctype html>
<html lang="ja">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>模擬 窓口の読み取り機：${title}</title>
    <link rel="stylesheet" href="${path}/window.css" />
  </head>
  <body>
    <p class="banner">模擬（デモ用）の読み取り機です。本物ではありません。<span lang="en">This is a mock of the terminal at a window, not the real one.</span></p>
    <main><h1>${title}</h1>${main}</main>
  </body>
</html>`

/** @param path where the terminal is served. Choosing a resident stands in for reading what the person shows. */
export const readPage = (path: string, residents: readonly Resident[]) =>
  page(
    path,
    '書類を読み取る',
    html`<form method="post" action="${path}">
        <p><label>用紙の番号（QRコード）<span lang="en">Id of the form (QR)</span> <input name="form" required autocomplete="off" /></label></p>
        <fieldset>
          <legend>見せてもらった書類 <span lang="en">Document shown</span></legend>
          <label><input type="radio" name="document" value="card" required /> <span>マイナンバーカード<small lang="en">Card</small></span></label>
          <label><input type="radio" name="document" value="certificate" /> <span>資格確認書<small lang="en">Certificate of coverage</small></span></label>
          <label><input type="radio" name="document" value="other" /> <span>番号のない書類（運転免許証など）<small lang="en">A document without a number, such as a driving licence</small></span></label>
        </fieldset>
        <fieldset>
          <legend>だれの書類ですか<br /><small>読み取る代わりに、架空の住民を選びます。<span lang="en">Choosing an invented resident stands in for reading the document.</span></small></legend>
          ${residents.map(
            ({ id, name, shows }) =>
              html`<label><input type="radio" name="resident" value="${id}" required />
                <span>${name}<small>${shows.ja} <span lang="en">${shows.en}</span></small></span></label>`,
          )}
        </fieldset>
        <div class="choices"><button>読み取る<small lang="en">Read</small></button></div>
      </form>`,
  )

/** @param sealed null: the document leads to nobody. */
export const resultPage = (path: string, sealed: string | null) =>
  sealed === null
    ? page(
        path,
        '読み取れませんでした',
        html`<p>この書類では、本人を確かめられません。なにも記録しないでください。</p>
          <p lang="en">This document leads to nobody. Record nothing.</p>
          <p><a href="${path}">もう一度 <span lang="en">Again</span></a></p>`,
      )
    : page(
        path,
        '読み取りました',
        html`<p>下の文字を、えらぶの窓口の画面に貼り付けてください。10分のあいだ使えます。番号や名前は読めません。</p>
          <p lang="en">Paste this into Erabu’s page for desks within 10 minutes. Nobody can read a number or a name in it.</p>
          <p><textarea readonly rows="8" cols="40" aria-label="封をした本人ID">${sealed}</textarea></p>
          <p><a href="${path}">次の人 <span lang="en">Next person</span></a></p>`,
      )
