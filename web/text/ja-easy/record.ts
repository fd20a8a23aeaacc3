import type { Messages } from '../ja.ts'

export const record: Messages['record'] = {
  title: 'わたしの記録《きろく》にあったこと',
  lead: 'あなたの記録《きろく》にあったことです。新《あたら》しいものが上《うえ》です。',
  newest: '最近《さいきん》のこと',
  toAll: '今《いま》までのことを、ぜんぶ見《み》る',
  filterTitle: '見《み》るもの',
  filters: {
    all: 'ぜんぶ',
    decisions: '届《とど》け',
    databases: 'データベース',
    uses: '使《つか》ったこと',
    account: 'ログインなど',
  },
  none: 'まだありません。',
  noneLoaded:
    'ここまでには、ありません。「前《まえ》のものを見《み》る」を押《お》すと、もっと前《まえ》も見《み》られます。',
  more: '前《まえ》のものを見《み》る',
  toFile: 'ぜんぶをファイルで保存《ほぞん》する',
  toPaper: 'ぜんぶを印刷《いんさつ》する',
  asked: 'えらぶが、マイナポータルなどに、あなたの保険《ほけん》のことを聞《き》きました',
  signedIn: {
    personal: '自分《じぶん》のスマートフォンでログインしました',
    shared: 'みんなで使《つか》う機械《きかい》でログインしました',
  },
  passkeyAdded: 'パスキーを作《つく》りました',
  passkeyRemoved: 'パスキーを使《つか》えなくしました',
  recovered: 'もう一度《いちど》本人《ほんにん》を確認《かくにん》して、パスキーを作《つく》りました',
  counterBack: '同《おな》じパスキーを、ほかの機械《きかい》でも使《つか》ったかもしれません',
  linked: (names, purpose) => `${names}が、あなたの記録《きろく》を持《も》ちました（${purpose}）`,
  unlinked: (names, purpose) => `${names}は、あなたの記録《きろく》をもう使《つか》いません（${purpose}）`,
  decided: (statement) => `届《とど》けを出《だ》しました：${statement}`,
  decidedAtDesk: (statement) =>
    `窓口《まどぐち》の人《ひと》が、紙《かみ》のとおりに記録《きろく》しました：${statement}`,
  decidedFor: (statement) => `代《か》わりの人《ひと》が届《とど》けを出《だ》しました：${statement}`,
  told: {
    stop: (names, purpose) => `${names}に、止《と》めると伝《つた》えました（${purpose}）`,
    allow: (names, purpose) => `${names}に、使《つか》ってもよいと伝《つた》えました（${purpose}）`,
  },
  received: (names) => `届《とど》けを受《う》け取《と》りました：${names}`,
  applied: {
    stop: (names) => `使《つか》うのを止《と》めました：${names}`,
    allow: (names) => `届《とど》けのとおりにしました：${names}`,
  },
  outcome: (names, outcome) => `${names}の知《し》らせ：${outcome}`,
  used: (names) => `${names}の記録《きろく》を、次《つぎ》のことに使《つか》いました`,
  period: (from, to) => `使《つか》った日《ひ》：${from}から${to}まで`,
  classes: {
    before: '止《と》める前《まえ》か、止《と》める日《ひ》までに使《つか》いました',
    'approved-before': '届《とど》けより前《まえ》に、使《つか》うと決《き》まっていました',
    'after-stop': '止《と》めたあとに使《つか》いました',
  },
  erased: (names, date) =>
    `${names}が、次《つぎ》のことに使《つか》った記録《きろく》を消《け》しました（${date}）`,
  caseOpened: (number, date) =>
    `止《と》めたあとに使《つか》ったことが分《わ》かりました。いま調《しら》べています（番号《ばんごう》 ${number}、${date}まで）`,
  caseAsked: (number, date) =>
    `えらぶの係《かかり》に質問《しつもん》しました（番号《ばんごう》 ${number}、${date}までに答《こた》えます）`,
  caseAnswered: (number, answer) => `質問《しつもん》の答《こた》え：${answer}（番号《ばんごう》 ${number}）`,
  caseAnswers: {
    stopped: 'データベースは「使《つか》うのを止《と》めた」と言《い》っています',
    lawful: '使《つか》ってもよい決《き》まりだと、係《かかり》が確《たし》かめました',
    corrected: 'まちがいがあったので、直《なお》しました',
    'no-error': '係《かかり》が調《しら》べました。まちがいは見《み》つかりませんでした',
    'asked-holder':
      '係《かかり》が、データベースの人《ひと》に「説明《せつめい》してください」と言《い》いました',
  },
}
