/** What happened to a person's records and decisions. */
export const events = {
  title: '最近の出来事',
  allTitle: 'これまでの出来事',
  toAll: 'これまでの出来事をすべて見る',
  decided: (statement: string) => `届け出ました：${statement}`,
  steps: {
    received: (names: string) => `届け出を受け取りました：${names}`,
    stopped: (names: string) => `利用を止めました：${names}`,
    reflected: (names: string) => `届け出のとおりにしました：${names}`,
    missing: (names: string) => `記録が見つからないと報告しました：${names}`,
    limited: (names: string) => `一部は止められないと報告しました：${names}`,
    unstopped: (names: string) => `止められないと報告しました：${names}`,
  },
  used: (names: string) => `${names}の記録が、次のことに使われました`,
  period: (from: string, to: string) => `${from}から${to}まで`,
}
