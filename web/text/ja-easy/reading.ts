import type { Messages } from '../ja.ts'

export const reading: Messages['reading'] = {
  start: 'この画面《がめん》を声《こえ》で読《よ》む',
  bar: '声《こえ》で読《よ》む',
  pause: '少《すこ》し止《と》める',
  resume: '続《つづ》きを読《よ》む',
  stop: '読《よ》むのをやめる',
  unspoken: '番号《ばんごう》は読《よ》みません。画面《がめん》を見《み》てください',
  failed:
    '声《こえ》で読《よ》めませんでした。スマートフォンの音《おと》の設定《せってい》を見《み》てください。',
}
