export const part = {
  notLoaded: 'この部分を読み込めませんでした。',
  reload: '再読み込み',
}
