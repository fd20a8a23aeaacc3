/** お知らせ: the list of P16, and the line on P4 that leads there. */
export const messages = {
  title: 'お知らせ',
  lead: 'あなたの記録とアカウントについて、知っておいていただきたいことです。新しいものから並んでいます。',
  unread: (count: string) => `新しいお知らせ ${count}件`,
  toAll: 'お知らせを見る',
  isNew: '新着',
  none: 'お知らせは、まだありません。',
  limits:
    '2年以内のものを、新しいほうから100件まで並べています。それより前のことと、登録する前のことは、わたしの記録の履歴で見られます。',
  toRecord: 'わたしの記録の履歴を見る',
  toStatus: 'いまの状態を見る',
  toDatabase: 'このデータベースを見る',
  toDecision: '届け出の進みぐあいを見る',
  toSettings: '設定でパスキーを確かめる',
  late: (name: string) => `${name}から、止め終わったという知らせがまだありません`,
  lateText: (date: string) => `期限は${date}でした。届け出は有効です。止めるのが遅れています。`,
  stopped: (names: string) => `利用が止まりました：${names}`,
  stoppedText: '止め終わったと、データベースが知らせてきました。すでに渡された記録は戻りません。',
  reported: '止める届け出に、すべてのデータベースから返事がありました',
  reportedText: (names: string) =>
    `次のところは「止めました」とは別の返事でした：${names}。どのような返事かは、データベースの画面で見られます。`,
  linked: (name: string, purpose: string) =>
    `${name}が、あなたの記録を持ったと知らせてきました（${purpose}）`,
  linkedText: '記録が使われるかどうかは、データベースの画面で見られます。',
  used: (name: string) => `${name}の記録が、次のことに使われました`,
  usedAfterStop: (name: string) => `止めたあとに使われた、という報告がありました：${name}`,
  caseSoon: '運営が調べることになっています。',
  caseOpen: (number: string, date: string) =>
    `運営が調べて、${date}までにお返事することになっています。お問い合わせ番号は${number}です。`,
  caseOverdue: (number: string, date: string) =>
    `お返事の期限（${date}）を過ぎましたが、運営はまだ回答していません。お問い合わせ番号は${number}です。`,
  caseAnswered: (number: string, answer: string) => `運営の回答（お問い合わせ番号 ${number}）：${answer}`,
  answered: (number: string) => `お問い合わせに、運営が回答しました（番号 ${number}）`,
  account: {
    'passkey-added': 'パスキーが登録されました',
    'passkey-removed': 'パスキーが取り消されました',
    recovered: '本人確認をやり直して、パスキーが作り直されました',
    'counter-back': '同じパスキーが、ほかの端末でも使われたようです',
  },
  accountText: '心当たりがないときは、すぐに設定を見て、知らないパスキーを取り消してください。',
  opens: (name: string, purpose: string) => `${name}が、新しい用途を始めました（${purpose}）`,
  opensFrozen: (date: string) =>
    `${date}になるまで、だれの記録も使えません。止められるかどうかは、データベースの画面で見られます。`,
  opensOver: (date: string) =>
    `${date}から、記録を使えることになっています。止められるかどうかは、データベースの画面で見られます。`,
}
