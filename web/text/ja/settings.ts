export const settings = {
  title: '設定',
  language: '言語',
  textSize: '文字の大きさ',
  textSizes: { standard: '標準', large: '大', largest: '特大' },
  device: 'この端末',
  deviceText:
    'ログアウトすると、この端末に残した内容（いまの状態の写しと控え）が消えます。届け出は消えません。',
  signOut: 'ログアウトして端末の内容を消す',
  unsent: (count: number) =>
    `未送信の届け出が${count}件あります。ログアウトすると消え、データベースには伝わりません。`,
  send: '未送信の届け出を見る',
  discard: '未送信の届け出も消してログアウトする',
  signingOut: 'ログアウトしています。',
  signedOut: 'ログインしていません。',
  erase: 'この端末の内容を消す',
  signIn: 'パスキーで本人確認をする',
  leftTitle: 'ログアウトしました',
  leftText: 'この端末に残した内容も消しました。届け出は消えていません。',
  erasedTitle: 'この端末の内容を消しました',
  erasedText: '届け出は消えていません。ログインすると、また見られます。',
}
