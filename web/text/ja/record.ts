/** What happened to a person's records and account: the newest on P4 and P9, everything on P15. */
export const record = {
  title: 'わたしの記録の履歴',
  lead: 'あなたの記録とアカウントに、あったことです。新しいものから並んでいます。',
  newest: '最近の出来事',
  toAll: 'わたしの記録の履歴を見る',
  filterTitle: '見るもの',
  filters: {
    all: 'すべて',
    decisions: '届け出',
    databases: 'データベース',
    uses: '利用',
    account: 'ログインなど',
  },
  none: 'まだありません。',
  noneLoaded: '読み込んだ中には、ありません。「前のものを見る」を押すと、その前のものも見られます。',
  more: '前のものを見る',
  toFile: 'すべてをファイルで保存する',
  toPaper: 'すべてを印刷する',
  asked: 'えらぶが、マイナポータルと履歴照会・回答システムに、あなたの資格を問い合わせました',
  signedIn: {
    personal: '自分の端末でログインしました',
    shared: '共用の端末でログインしました',
  },
  passkeyAdded: 'パスキーを登録しました',
  passkeyRemoved: 'パスキーを取り消しました',
  recovered: '本人確認をやり直して、パスキーを作り直しました',
  counterBack: '同じパスキーが、ほかの端末でも使われたようです',
  linked: (names: string, purpose: string) =>
    `${names}が、あなたの記録を持ったと知らせてきました（${purpose}）`,
  unlinked: (names: string, purpose: string) =>
    `${names}が、あなたの記録をもう使わないと知らせてきました（${purpose}）`,
  decided: (statement: string) => `届け出ました：${statement}`,
  decidedAtDesk: (statement: string) => `窓口の係が、署名した用紙のとおりに記録しました：${statement}`,
  decidedFor: (statement: string) => `代わりに届け出ました：${statement}`,
  told: {
    stop: (names: string, purpose: string) => `${names}に、止めることを伝えました（${purpose}）`,
    allow: (names: string, purpose: string) => `${names}に、認めることを伝えました（${purpose}）`,
  },
  received: (names: string) => `届け出を受け取りました：${names}`,
  applied: {
    stop: (names: string) => `利用を止めました：${names}`,
    allow: (names: string) => `届け出のとおりにしました：${names}`,
  },
  outcome: (names: string, outcome: string) => `${names}の報告：${outcome}`,
  used: (names: string) => `${names}の記録が、次のことに使われました`,
  period: (from: string, to: string) => `使われた期間：${from}から${to}まで`,
  classes: {
    before: '停止の届け出の前か、停止の期限までの利用です',
    'approved-before': '停止の届け出より前に承認された利用です',
    'after-stop': '停止のあとの利用です',
  },
  erased: (names: string, date: string) =>
    `${names}が、次の利用のための記録を${date}に消したと知らせてきました`,
  caseOpened: (number: string, date: string) =>
    `停止のあとの利用が見つかりました。えらぶの運営が調べます（番号 ${number}、回答の期限 ${date}）`,
  caseAsked: (number: string, date: string) =>
    `えらぶの運営に問い合わせました（番号 ${number}、回答の期限 ${date}）`,
  caseAnswered: (number: string, answer: string) =>
    `問い合わせへの、えらぶの運営の回答：${answer}（番号 ${number}）`,
  caseAnswers: {
    stopped: 'データベースが、この利用を止めたと知らせてきました',
    lawful: 'えらぶの運営は、法律や届け出に沿った利用だと確かめました',
    corrected: '間違いがあり、直しました',
    'no-error': 'えらぶの運営が調べましたが、間違いは見つかりませんでした',
    'asked-holder': 'えらぶの運営が、データベースを持つところに説明を求めました',
  },
}
