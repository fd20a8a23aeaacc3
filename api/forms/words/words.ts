import type { Purpose } from '../../contract/catalogue.ts'

/**
 * The words of the printed form and of the page that leads to it. Japanese may carry readings: 記録《きろく》. `stop` and
 * `consequences` are, without readings, the words that screens publish and that staff sign.
 */
export type FormWords = {
  tag: string
  language: string
  title: string
  lead: string
  everything: string
  purposeEverywhere: (purpose: string) => string
  purposes: Record<Purpose, string>
  stop: (scope: string) => string
  consequences: string[]
  choose: string
  chooseAll: string
  choosePurpose: string
  chooseDatabases: string
  sign: string
  day: string
  signature: string
  noNumber: string
  bring: string
  where: string
  next: string[]
  onlyStop: string
  number: string
  demo: string
  pageTitle: string
  pageLead: string
  print: string
  printHow: string
  noDesk: string
  /** For somebody in danger: what is sent home, what paper tells, whom to call. */
  apart: { title: string; text: string[] }
  hours: string
  phone: string
  home: string
}
