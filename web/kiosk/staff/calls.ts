import type { StaffAnswer } from '../../../api/contract/kiosk.ts'

type Kiosk = StaffAnswer['kiosks'][number]

/** Whether a call waits that nobody has taken. */
export const isWaiting = ({ call }: Kiosk): boolean => call !== null && call.taken_at === null

const rank = (kiosk: Kiosk) => (isWaiting(kiosk) ? 0 : kiosk.call ? 1 : 2)

const since = ({ call }: Kiosk) => (call ? Date.parse(call.called_at) : 0)

/** Sorts kiosks by urgency: the longest wait first, then those being helped, then the rest. */
export const byUrgency = (kiosks: Kiosk[]): Kiosk[] =>
  [...kiosks].sort((a, b) => rank(a) - rank(b) || since(a) - since(b))
