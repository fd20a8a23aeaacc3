import { html } from 'hono/html'
import type { Desk } from '../contract/desk/staff.ts'
import type { Intent } from '../contract/patient.ts'
import { FORM_WORDS } from './form-words.ts'
import { type Html, withReadings } from './readings.ts'

/** A place that takes forms, in one line. */
export const deskLine = ({ name, address, hours, phone }: Desk, locale: Intent['locale']): Html => {
  const w = FORM_WORDS[locale]
  return html`<p><strong>${withReadings(name[locale])}</strong> ${withReadings(address[locale])} / ${withReadings(
    w.hours,
  )} ${withReadings(hours[locale])}${phone ? html` / ${withReadings(w.phone)} ${phone}` : ''}</p>`
}
