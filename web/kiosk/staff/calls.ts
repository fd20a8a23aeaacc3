import type { StaffAnswer } from '../../../api/contract/kiosk.ts'

type Kiosk = StaffAnswer['kiosks'][number]

/** Whether somebody has called and nobody has said that they are coming. */
export const isWaiting = ({ call }: Kiosk): boolean => call !== null && call.taken_at === null

const rank = (kiosk: Kiosk) => (isWaiting(kiosk) ? 0 : kiosk.call ? 1 : 2)

const since = ({ call }: Kiosk) => (call ? Date.parse(call.called_at) : 0)

/** Kiosks in the order in which they need somebody: who waits longest, then who is being helped, then the rest. */
export const byUrgency = (kiosks: Kiosk[]): Kiosk[] =>
  [...kiosks].sort((a, b) => rank(a) - rank(b) || since(a) - since(b))
