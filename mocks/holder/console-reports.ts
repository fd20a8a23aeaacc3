import { html } from 'hono/html'
import type { HolderStatus } from './holder.ts'

export type Language = 'ja' | 'en'

const WORDS = {
  ja: {
    outcomes: '止めた結果の報告',
    codes: {
      applied: '止まった',
      'not-found': '記録なし',
      partly: '一部のみ停止',
      cannot: '止められない',
      exempt: '対象外',
    },
    count: (code: string, count: number) => `${code} ${count}件`,
    uses: '最後の利用の報告',
    used: (known: number) => `${known}件`,
    wrong: (count: number, after: number) =>
      `うち、止めたのに使った記録 ${count}件（停止の期限より後 ${after}件）`,
    none: 'まだありません',
    begin: '止めた記録を、わざと使い続ける',
    end: '使い続けるのをやめる',
    goesOn: '止めた記録を、わざと使い続けています。',
    tomorrow:
      '停止の期限は、届け出の翌日です。停止のあとの利用として見つかるのは、届け出の2日後からです。日を進める方法は、mocks/holder/README.md にあります。',
  },
  en: {
    outcomes: 'Reported of stopped rows',
    codes: {
      applied: 'stopped',
      'not-found': 'not found',
      partly: 'partly stopped',
      cannot: 'cannot be stopped',
      exempt: 'exempt',
    },
    count: (code: string, count: number) => `${code}: ${count}`,
    uses: 'Last report of uses',
    used: (known: number) => `${known} records`,
    wrong: (count: number, after: number) =>
      `of these used although stopped: ${count} (after the stop was due: ${after})`,
    none: 'none yet',
    begin: 'Go on using stopped records, on purpose',
    end: 'No longer use stopped records',
    goesOn: 'It goes on using stopped records, on purpose.',
    tomorrow:
      'A stop is due the day after the decision. A use is caught from the second day on. mocks/holder/README.md says how to let days pass.',
  },
}

/** What a database reported of stopped rows and of uses, as entries of its list. Only counts: nobody is named. */
export function reports(language: Language, { outcomes, uses }: HolderStatus) {
  const words = WORDS[language]
  const codes = Object.keys(words.codes) as (keyof typeof words.codes)[]
  const told = codes.filter((code) => outcomes[code])
  const { last } = uses
  const at = (time: number) =>
    new Date(time).toLocaleString(language, {
      timeZone: 'Asia/Tokyo',
      dateStyle: 'short',
      timeStyle: 'medium',
    })
  return html`<div><dt>${words.outcomes}</dt><dd>${
    told.length === 0
      ? words.none
      : told.map((code) => html`<div>${words.count(words.codes[code], outcomes[code] ?? 0)}</div>`)
  }</dd></div>
      <div><dt>${words.uses}</dt><dd>${last ? html`${words.used(last.known)} <small>${at(last.at)}</small>` : words.none}${
        last && last.wrong > 0
          ? html`<br /><small class="fault">${words.wrong(last.wrong, last.after_stop)}</small>`
          : ''
      }</dd></div>`
}

/** Makes a database go on using stopped records, or no longer. The script of the page sends it to `/_control`. */
export function goOnControl(language: Language, { database, uses }: HolderStatus) {
  const words = WORDS[language]
  const { goes_on, last } = uses
  return html`<div class="go-on">
      ${goes_on ? html`<p class="fault">${words.goesOn}</p>` : ''}
      ${goes_on && last && last.after_stop < last.wrong ? html`<p>${words.tomorrow}</p>` : ''}
      <button type="button" id="go-on-${database}" data-database="${database}" data-stopped="${!goes_on}">${goes_on ? words.end : words.begin}</button>
    </div>`
}
