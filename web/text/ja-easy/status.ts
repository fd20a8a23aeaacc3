import type { Messages } from '../ja.ts'

const number = (count: number) => (count < 10 ? `${count}つ` : `${count}`)
const of = (count: number, total: number) => {
  if (total === 1) return 'そのデータベースで'
  return count === total ? `${number(total)}、ぜんぶで` : `${number(total)}のうち、${number(count)}で`
}

export const status: Messages['status'] = {
  headlines: {
    stopped: (count, total) => `${of(count, total)}、使《つか》うのが止《と》まっています`,
    registered: (count, total) => `${of(count, total)}、止《と》める届《とど》けがあります`,
    moving: (count, total) => `${of(count, total)}、いま進《すす》んでいます`,
    used: (count, total) => `${of(count, total)}、使《つか》うことがあります`,
    missing: (count, total) => `${of(count, total)}、記録《きろく》が見《み》つかりませんでした`,
    later: (count, total) => `${of(count, total)}、まだ使《つか》っていません`,
  },
  changing: (count, total) => `${of(count, total)}、変《か》わります`,
  nobody: 'あなたの記録《きろく》を持《も》っているという知《し》らせは、ありません',
  kinds: {
    stopped: '止《と》まりました',
    registered: '止《と》める届《とど》けがあります',
    moving: 'いま進《すす》んでいます',
    late: 'おくれています',
    used: '使《つか》うことがあります',
    partly: '一部《いちぶ》の使《つか》い道《みち》で、使《つか》うことがあります',
    limited: '一部《いちぶ》は止《と》められません',
    unstopped: '止《と》められないという知《し》らせがあります',
    missing: '記録《きろく》が見《み》つかりませんでした',
    lawful: '使《つか》うことがあります（ここでは止《と》められません）',
    later: 'まだ使《つか》っていません',
  },
  count: number,
  decision: 'あなたの届《とど》け：',
  choices: { stop: '止《と》める', allow: '使《つか》ってもよい' },
  exceptions: (names) => `あとから別《べつ》に届《とど》けたもの：${names}`,
  byOther: {
    child: '家族《かぞく》が届《とど》けたもの',
    ward: '後見人《こうけんにん》が届《とど》けたもの',
  },
  change: '届《とど》けを変《か》える',
  between: '・',
  forPurposes: (purposes) => `${purposes}：`,
}
