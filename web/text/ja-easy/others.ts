import type { Messages } from '../ja.ts'

export const others: Messages['others'] = {
  moreTitle: (count) => `もっと見《み》る（ほかのデータベース ${count}）`,
  unlinkedTitle: 'つないだ知《し》らせがないデータベース',
  unlinkedText:
    'あなたの記録《きろく》をつないだという知《し》らせは、来《き》ていません。これからつないだときにも、あなたの届《とど》けを使《つか》います。',
  elsewhereTitle: 'ここでは届《とど》けを出《だ》せないデータベース',
  elsewhereText: '理由《りゆう》と、ほかの方法《ほうほう》を見《み》ることができます。',
  holdsUnknown: 'あなたの記録《きろく》があるかどうか、ここでは分《わ》かりません。',
}
