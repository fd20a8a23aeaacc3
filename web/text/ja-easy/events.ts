import type { Messages } from '../ja.ts'

export const events: Messages['events'] = {
  title: '最近《さいきん》のこと',
  allTitle: '今《いま》までのこと',
  toAll: '今《いま》までのことを、ぜんぶ見《み》る',
  decided: (statement) => `届《とど》けを出《だ》しました：${statement}`,
  steps: {
    received: (names) => `届《とど》けを受《う》け取《と》りました：${names}`,
    stopped: (names) => `使《つか》うのを止《と》めました：${names}`,
    reflected: (names) => `届《とど》けのとおりにしました：${names}`,
    missing: (names) => `記録《きろく》が見《み》つからないと知《し》らせました：${names}`,
    limited: (names) => `一部《いちぶ》は止《と》められないと知《し》らせました：${names}`,
    unstopped: (names) => `止《と》められないと知《し》らせました：${names}`,
  },
  used: (names) => `${names}の記録《きろく》を、次《つぎ》のことに使《つか》いました`,
  period: (from, to) => `${from}から${to}まで`,
}
