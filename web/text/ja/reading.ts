export const reading = {
  start: 'この画面を読み上げる',
  bar: '読み上げ',
  pause: '一時停止',
  resume: '続きを読み上げる',
  stop: '読み上げをやめる',
  unspoken: '番号は読み上げません。画面を見てください',
  failed: '読み上げられませんでした。端末の音声の設定を確かめてください。',
}
