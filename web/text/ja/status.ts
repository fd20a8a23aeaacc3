const all = (total: number) => (total === 1 ? 'そのデータベースで' : `${number(total)}すべてで`)
const of = (count: number, total: number) =>
  count === total ? all(total) : `${number(total)}のうち${number(count)}で`
const number = (count: number) => (count < 10 ? `${count}つ` : `${count}`)

/** P4's answer. A headline is about `count` of `total` databases. */
export const status = {
  headlines: {
    stopped: (count: number, total: number) => `${of(count, total)}、利用が止まっています`,
    registered: (count: number, total: number) => `${of(count, total)}、停止の届け出があります`,
    moving: (count: number, total: number) => `${of(count, total)}、手続き中です`,
    used: (count: number, total: number) => `${of(count, total)}、使われることがあります`,
    missing: (count: number, total: number) => `${of(count, total)}、記録が見つかりませんでした`,
    later: (count: number, total: number) => `${of(count, total)}、まだ使われていません`,
  },
  changing: (count: number, total: number) => `${of(count, total)}、変わります`,
  nobody: 'あなたの記録を持っていると知らせてきたデータベースは、ありません',
  kinds: {
    stopped: '止まりました',
    registered: '停止の届け出があります',
    moving: '手続き中です',
    late: '手続きが遅れています',
    used: '使われることがあります',
    partly: '一部の用途で、使われることがあります',
    limited: '一部は止められません',
    unstopped: '止められないと報告がありました',
    missing: '記録が見つかりませんでした',
    lawful: '使われることがあります（ここでは止められません）',
    later: 'まだ使われていません',
  },
  count: number,
  decision: 'あなたの届け出：',
  choices: { stop: '止める', allow: '認める' },
  exceptions: (names: string) => `例外（あとから別に届け出たもの）：${names}`,
  byOther: { child: '家族が届け出たもの', ward: '後見人が届け出たもの' },
  change: '届け出を変える',
  between: '・',
  forPurposes: (purposes: string) => `${purposes}：`,
}
