import { loadDevice } from '../device/load-device.ts'
import { api } from '../http/api.ts'
import { isActing } from '../http/whom.ts'
import type { Loadable } from '../state/loadable.ts'
import { fresh, repeated, type Task, useTask } from '../state/task.ts'

/** The receipt of a decision as a compact JWS. Once loaded, it opens offline, unless one acts for somebody. */
export function useReceipt(decisionId: string): Loadable<string> {
  return useTask(decisionId, receipt)
}

function receipt(id: string): Task<string> {
  return repeated(async (publish) => {
    const device = isActing() ? null : await loadDevice()
    const owner = (await device?.owner().catch(() => null)) ?? null
    const kept = await device?.receipt(id).catch(() => null)
    if (kept) {
      publish({ status: 'ready', ...kept, from: 'device' })
      return null
    }
    const jws = await api.receipt(id)
    publish(fresh(jws))
    await device?.keepReceipt(owner, id, jws).catch(() => {})
    return null
  })
}
