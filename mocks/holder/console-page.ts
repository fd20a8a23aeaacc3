import { html } from 'hono/html'
import type { ResolverUse } from '../../api/contract/catalogue.ts'
import type { Bilingual } from '../../api/contract/facts.ts'
import { goOnControl, type Language, reports } from './console-reports.ts'
import type { HolderRecord, HolderStatus } from './holder.ts'

export type Shown = {
  name: Bilingual
  resolver: ResolverUse
  status: HolderStatus
  records: (HolderRecord & { name: string })[]
}

const WORDS = {
  ja: {
    title: '模擬データ保有主体の画面',
    banner: '模擬（デモ用）です。ここに出る人と記録はすべて架空です。',
    intro:
      '模擬データベースが、えらぶの配信を受け取り、利用を止める様子です。4つのうち1つは、法律により、止める対象ではありません。1秒ごとに更新します。デモでは、届け出をすぐに配信します。本番では、だれの届け出か分からなくするため、データベースごとに時間をおき、まとめて配信します。',
    assumed:
      '模擬の想定: いまの法律では、この種類のデータベース（学会の症例登録、バイオバンク）は履歴照会・回答システムを使えません。ここでは、使えるものとして動かしています。',
    head: '配信の先頭',
    through: '反映済み',
    digest: '要約の照合',
    match: '一致',
    differs: '不一致（最初から読み直しています）',
    healed: (from: string, to: string) => `不一致 ${from} → 一致 ${to}`,
    faults: 'わざと起こす不具合',
    rate: (percent: number, count: number) => `通信の${percent}%、これまで${count}回`,
    none: 'まだありません',
    lastPoll: '最後の受信',
    lists: '失効リストの期限',
    offline: 'つながっていません',
    paused: '一時停止中',
    caption: '記録',
    columns: ['人（架空）', '用途', '連結トークン', '状態', '番号', '公開から反映まで'],
    states: { usable: '使用可', waiting: '待機', stopped: '停止', closed: 'リスト待ち' },
    purposes: { research: '研究', industry: '企業の研究開発', policy: '政策' },
    seconds: (s: string) => `${s}秒`,
    empty: '記録はまだありません。',
    changed: '変更された記録',
    rest: 'そのほかの記録',
    other: 'English',
  },
  en: {
    title: 'Simulated data holders',
    banner: 'This is a demonstration. Every person and record here is invented.',
    intro:
      'Simulated databases receive the feed of Erabu and stop using records. By its law, one of the four is none that a person can stop. Renewed every second. The demonstration publishes at once. In real use each database publishes later and several decisions together, so that nobody can tell whose they are.',
    assumed:
      'Assumed for the demonstration: under present law a database of this kind (a society’s registry, a biobank) may not use the resolver. Here it acts as if it did.',
    head: 'Head of the feed',
    through: 'Applied through',
    digest: 'Digest',
    match: 'matches',
    differs: 'differs (reading again from the start)',
    healed: (from: string, to: string) => `differed ${from} → matches ${to}`,
    faults: 'Faults on purpose',
    rate: (percent: number, count: number) => `${percent}% of the calls, ${count} so far`,
    none: 'none yet',
    lastPoll: 'Last poll',
    lists: 'Status lists valid until',
    offline: 'Not connected',
    paused: 'Paused',
    caption: 'Records',
    columns: ['Person (invented)', 'Purpose', 'Linkage token', 'State', 'seq', 'Published to acted on'],
    states: { usable: 'usable', waiting: 'waiting', stopped: 'stopped', closed: 'no fresh list' },
    purposes: { research: 'research', industry: 'industry', policy: 'policy' },
    seconds: (s: string) => `${s} s`,
    empty: 'No records yet.',
    changed: 'Records that changed',
    rest: 'Other records',
    other: '日本語',
  },
}
type Words = (typeof WORDS)[Language]

/** A page that shows what the holders hold and do. */
export const consolePage = (language: Language, holders: Shown[]) => {
  const words = WORDS[language]
  const other = language === 'ja' ? 'en' : 'ja'
  return html`<!doctype html>
<html lang="${language}">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>${words.title}</title>
    <link rel="stylesheet" href="/console.css" />
    <script type="module" src="/console.js"></script>
  </head>
  <body>
    <p class="banner">${words.banner}</p>
    <main>
      <header><h1>${words.title}</h1><a href="?lang=${other}" lang="${other}">${words.other}</a></header>
      <p>${words.intro}</p>
      <div id="holders">${holders.map((holder) => section(language, words, holder))}</div>
    </main>
  </body>
</html>`
}

function section(language: Language, words: Words, { name, resolver, status, records }: Shown) {
  const changed = records.filter(({ seq }) => seq !== null).sort((a, b) => (b.seq ?? 0) - (a.seq ?? 0))
  const rest = records.filter(({ seq }) => seq === null)
  const at = (time: number | null) =>
    time === null ? words.none : new Date(time).toLocaleTimeString(language, { timeZone: 'Asia/Tokyo' })
  const { match, differed_at, healed_at, faults } = status
  const digest = match === null ? words.none : match ? words.match : words.differs
  const healed = match && differed_at !== null && healed_at !== null
  const count = Object.values(faults.happened).reduce((sum, times) => sum + times, 0)
  return html`<section aria-labelledby="${status.database}">
    <h2 id="${status.database}">${name[language]} <code>${status.database}</code></h2>
    ${resolver === 'assumed' ? html`<p>${words.assumed}</p>` : ''}
    ${status.paused ? html`<p class="fault">${words.paused}</p>` : ''}
    ${status.connected ? '' : html`<p class="fault">${words.offline}</p>`}
    <dl>
      <div><dt>${words.head}</dt><dd>${status.head?.seq ?? words.none}</dd></div>
      <div><dt>${words.through}</dt><dd>${status.through}</dd></div>
      <div><dt>${words.digest}</dt><dd class="${match === false ? 'fault' : ''}">${digest}${healed ? html`<br /><small>${words.healed(at(differed_at), at(healed_at))}</small>` : ''}</dd></div>
      <div><dt>${words.lastPoll}</dt><dd>${at(status.last_poll)}</dd></div>
      <div><dt>${words.lists}</dt><dd>${at(status.lists_until)}</dd></div>
      ${faults.rate + count > 0 ? html`<div><dt>${words.faults}</dt><dd>${words.rate(Math.round(faults.rate * 100), count)}</dd></div>` : ''}
    </dl>
    <dl class="reports">${reports(language, status)}</dl>
    ${status.uses.goes_on || records.some(({ state }) => state === 'stopped') ? goOnControl(language, status) : ''}
    ${records.length === 0 ? html`<p>${words.empty}</p>` : ''}
    ${changed.length > 0 ? table(words, words.changed, changed) : ''}
    ${rest.length > 0 ? html`<details><summary>${words.rest} (${rest.length})</summary>${table(words, words.rest, rest)}</details>` : ''}
  </section>`
}

/** The columns from here on hold numbers. */
const NUMBERS_FROM = 4

const table = (
  words: Words,
  caption: string,
  records: Shown['records'],
) => html`<div class="scroll" tabindex="0" role="region" aria-label="${caption}">
  <table>
    <caption>${caption}</caption>
    <thead><tr>${words.columns.map(
      (column, i) => html`<th scope="col" class="${i >= NUMBERS_FROM ? 'number' : ''}">${column}</th>`,
    )}</tr></thead>
    <tbody>${records.map((record) => row(words, record))}</tbody>
  </table>
</div>`

function row(words: Words, record: Shown['records'][number]) {
  const { acted_at, published_at, state, token } = record
  const took = acted_at !== null && published_at !== null ? Math.max(0, acted_at - published_at) / 1000 : null
  return html`<tr>
    <th scope="row">${record.name}</th>
    <td>${words.purposes[record.purpose as keyof Words['purposes']] ?? record.purpose}</td>
    <td><code title="${token}">${token.slice(0, 10)}…</code></td>
    <td><span class="chip ${state}">${words.states[state]}</span></td>
    <td class="number">${record.seq ?? '–'}</td>
    <td class="number">${took === null ? '–' : words.seconds(took.toFixed(1))}</td>
  </tr>`
}
