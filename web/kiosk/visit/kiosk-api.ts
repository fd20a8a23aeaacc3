import type { KioskAnswer, KioskReturn, VisitAnswer } from '../../../api/contract/kiosk.ts'
import { requestJson } from '../../data/http/request.ts'

/** Continues the visit after the portal. The visit's cookie vouches for the ticket. Throws ApiError. */
export const exchangeTicket = (ticket: string): Promise<KioskReturn> =>
  requestJson<KioskReturn>('/api/kiosk/returns', { method: 'POST', body: { ticket } })

export type KioskApi = ReturnType<typeof createKioskApi>

/** The calls of the kiosk itself. Each throws ApiError, `kiosk-refused` if the kiosk is unknown or blocked. */
export function createKioskApi(credential: string) {
  const headers = { authorization: `Kiosk ${credential}` }
  const post = <T>(path: string) => requestJson<T>(`/api/kiosk${path}`, { method: 'POST', body: {}, headers })
  return {
    /** Ends an earlier visit on the server, and clears this browser. */
    standby: () => post<KioskAnswer>('/standby'),
    begin: () => post<VisitAnswer>('/visits'),
    state: () => requestJson<KioskAnswer>('/api/kiosk', { headers }),
    call: () => post<KioskAnswer>('/calls'),
    uncall: () => requestJson<KioskAnswer>('/api/kiosk/calls', { method: 'DELETE', headers }),
  }
}
