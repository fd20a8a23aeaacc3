import { reach } from './reach.ts'
import { status } from './status.ts'

/** Words that say whose records they are, while somebody acts for that person. */
const wordsFor = (who: string) => ({
  shell: {
    me: '情報',
    offline: 'いまオフラインです。代わりに届け出ているあいだは、この端末に何も残しません。',
    noStorage:
      '代わりに届け出ているあいだは、この端末に何も残しません。インターネットにつながっているあいだだけ届け出られます。',
  },
  status: {
    headlines: status.headlines,
    byOther: { child: '家族が届け出たもの', ward: '後見人が届け出たもの' },
    nobody: `${who}の記録を持っていると知らせてきたデータベースは、ありません`,
    decision: `${who}についての届け出：`,
  },
  databases: {
    standing: `${who}についての届け出`,
    standingNone: `${who}の、すべてのデータベースについての届け出は、まだありません。`,
    standingNoneText: '届け出がないあいだは、法律などの定めにしたがって、使われることがあります。',
    linkedTitle: `${who}の記録を持っているデータベース`,
    linkedNone: `いま、${who}の記録を持っていると知らせてきたデータベースはありません。`,
    held: `${who}についての届け出による停止ではありません。だれの記録か確かめられないため、使わない扱いです`,
    unlinkedTitle: `${who}の記録を持っているという知らせがないデータベース`,
    unlinkedText: `${who}の記録を持っているという知らせは、届いていません。今後、連結された場合にも、この届け出が適用されます。`,
    holdsUnknown: `${who}の記録があるかどうかは、ここでは分かりません。`,
  },
  decisions: {
    chooseTitle: `${who}の記録を使ってよいか選ぶ`,
    chooseLead: 'どちらを選んでも、診療や保険の扱いは変わりません。',
    choice: `${who}の記録の利用をどうしますか`,
    confirmTitle: `${who}についての内容を確かめる`,
    doneTitle: `${who}についての届け出を受け付けました`,
    nothingChanges: 'いま変わるものはありません。今後、連結された場合に、この届け出が適用されます。',
    why: {
      'not-linked': `${who}の記録を持っているという知らせがありません。今後、連結された場合にも、この届け出が適用されます`,
    },
    reachNone: `いま、伝える必要のあるデータベースはありません。今後、${who}の記録が連結された場合に、この届け出が適用されます。`,
    becomes: {
      stopped: '止まります',
      usable: '使われることがあるようになります',
      waiting: 'あとで、使われることがあるようになります',
    },
    undoText:
      '新しい届け出をすると、それが有効になります。本人が止めたものは、代わりに認めることはできません。別の代わりの人が止めたものも、認められないことがあります。',
    doubtNotKept:
      '返事が届くまで、この画面を閉じないでください。閉じたときや、わたしに戻ったときは、もう一度この方を選び、「履歴と控え」で、受け付けられたかどうかを確かめてください。',
  },
  facts: {
    yours: `${who}の記録は、いまどうなっていますか`,
    doesText: [
      `これから先、${who}の記録は、止めた用途に使われなくなります。`,
      '停止が終わると、この画面に「停止済み」と表示されます。',
    ],
    doesNotText: [
      '診療や保険の扱いは変わりません。',
      'すでに提供された記録は、取り戻せません。終わった研究から取り除くこともできません。',
      'ほかのデータベースには影響しません。',
    ],
  },
  coverage: {
    title: `${who}の情報`,
    lead: `マイナポータル（模擬）から受け取った、${who}の資格情報です。`,
    notDisclosed: `${who}には、情報の不開示が設定されています。場所の分かる名前は表示しません。番号は、まわりに人がいないことを確かめてから表示してください。`,
    noData: `マイナポータル（模擬）には、${who}の資格情報が登録されていません。転職や引っ越しのあとは、登録まで時間がかかることがあります。届け出はそのまま続けられます。番号については、加入している保険者に確認してください。`,
    gone: '資格情報は保存していないため、見るにはもう一度マイナポータル（模擬）に尋ねます。届け出には必要ありません。',
    never:
      'ここでは、資格情報を保存していません。見るには、マイナポータル（模擬）に尋ねます。届け出には必要ありません。',
    use: `番号は、どの記録が${who}のものかを履歴照会・回答システム（模擬）に尋ねるために使います。残すのは、番号に戻せない符号だけです。`,
  },
  reach: { stop: reach.stop },
  receipts: {
    historyNone: `${who}についての届け出は、まだありません。`,
    how: {
      personal: '本人が、パスキーで、本人の端末から',
      shared: '本人が、パスキーで、共用の端末から',
      desk: '本人が署名した用紙で、窓口から',
    },
  },
  record: {
    title: `${who}の記録の履歴`,
    lead: `${who}の記録に、あったことです。新しいものから並んでいます。`,
    toAll: `${who}の記録の履歴を見る`,
    asked: `えらぶが、マイナポータルと履歴照会・回答システムに、${who}の資格を問い合わせました`,
    linked: (names: string, purpose: string) =>
      `${names}が、${who}の記録を持ったと知らせてきました（${purpose}）`,
    decided: (statement: string) => `本人が届け出ました：${statement}`,
    decidedAtDesk: (statement: string) =>
      `窓口の係が、本人が署名した用紙のとおりに記録しました：${statement}`,
    unlinked: (names: string, purpose: string) =>
      `${names}が、${who}の記録をもう使わないと知らせてきました（${purpose}）`,
  },
  failures: {
    codes: {
      offline: [
        'つながりません',
        '代わりに届け出ているあいだは、この端末に何も残しません。つながってから、もう一度試してください。',
      ],
    },
  },
})

export const whose = { child: wordsFor('お子さん'), ward: wordsFor('後見する方') }
