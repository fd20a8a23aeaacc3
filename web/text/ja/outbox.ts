/** A decision that was not sent, or that no answer has come for: on P4 and above the other screens. */
export const outbox = {
  unsent: '未送信',
  title: '未送信の届け出があります',
  text: 'まだ送られていないので、データベースには伝わっていません。',
  kept: (time: string) => `${time}にこの端末に残しました。`,
  send: '内容を確かめて送る',
  discard: '送らずに取り消す',
  discardedTitle: '取り消しました',
  discardedText: '未送信の届け出を消しました。届け出は送られていません。',
  pageOnly: 'この端末には残していません。「えらぶ」を閉じると、消えます。',
  exitDeletes: '「すぐに閉じる」を押すと、この届け出は、送る前に消えます。',
  waits:
    '返事が届いていない届け出があります。つながったら、送ります。返事が届くまで、「えらぶ」を閉じないでください。',
  refused: '送られていない届け出があります。',
  self: 'わたし',
  othersWait: (who: string) =>
    `${who}についての届け出をしましたが、返事が届いていません。受け付けられたかどうか、ここでは分かりません。いまは送りません。もう一度${who}を選び、「履歴と控え」で確かめてください。`,
  othersRefused: (who: string) =>
    `${who}についての届け出は、送られていません。もう一度${who}を選び、届け出てください。`,
  hide: 'この知らせを消す',
}
