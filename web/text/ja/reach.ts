/** Words of P8 on what happens at the databases. */
export const reach = {
  title: 'これから起こること',
  between: '、',
  which: (names: string) => `${names}です。`,
  other: (name: string, outcome: string) => `${name}の報告：${outcome}。`,
  named: (name: string) => `「${name}」`,
  count: (count: number) => `${count}${count < 10 ? 'つ' : '件'}`,
  today: (time: string) => `きょう${time}`,
  tomorrow: (time: string) => `あす${time}`,
  stop: {
    all: (count: string) => `${count}すべてで、利用が止まりました。`,
    one: (name: string) => `${name}で、利用が止まりました。`,
    some: (all: string, done: string) => `${all}のうち${done}で、利用が止まりました。`,
    begun: (count: string) => `${count}のデータベースで、利用を止める手続きをしています。`,
    begunOne: (name: string) => `${name}で、利用を止める手続きをしています。`,
    rest: (count: string, names: string, by: string) =>
      `残りの${count}、${names}は、${by}までに止める決まりです。`,
    due: (names: string, by: string) => `${names}は、${by}までに止める決まりです。`,
    late: (names: string, due: string) =>
      `${names}からは、期限（${due}）を過ぎても、止めたという報告がありません。届け出は有効です。運営者に確認できます。`,
    still: (names: string) => `${names}には、連結の知らせを受けた時に、停止を伝えてあります。`,
    reported: '「停止済み」は、データベースからの報告です。',
  },
  allow: {
    all: (count: string) => `${count}すべてに、反映されました。`,
    one: (name: string) => `${name}に、反映されました。`,
    some: (all: string, done: string) => `${all}のうち${done}に、反映されました。`,
    begun: (count: string) => `${count}のデータベースに、反映する手続きをしています。`,
    begunOne: (name: string) => `${name}に、反映する手続きをしています。`,
    rest: (count: string, names: string, by: string) =>
      `残りの${count}、${names}は、${by}までに反映する決まりです。`,
    due: (names: string, by: string) => `${names}は、${by}までに反映する決まりです。`,
    late: (names: string, due: string) =>
      `${names}からは、期限（${due}）を過ぎても、反映したという報告がありません。届け出は有効です。運営者に確認できます。`,
    still: (names: string) => `${names}は、利用が止まっていなかったので、変わりません。`,
    reported: '「反映済み」は、データベースからの報告です。',
  },
  replaced:
    'この届け出は、新しい届け出に替わりました。いまどうなっているかは、「いまの状態」で確認できます。',
  partReplaced: '一部は、新しい届け出に替わりました。',
  mayClose: 'この画面は、閉じてもかまいません。',
  checking: 'データベースの状態を確認しています。届け出は受け付けられています。',
  unknown:
    'データベースの状態を、まだ確認できていません。届け出は受け付けられています。つながると、ここに表示します。',
  details: 'データベースごとの進みぐあい',
}
