import { tellOtherTabs } from '../device/other-tabs.ts'
import { api } from '../http/api.ts'
import { takeSession } from './session.ts'

/**
 * Turns safe mode of the person on or off. Other tabs lose the names at once: they look signed out then.
 * @throws ApiError `assertion-required`, `not-disclosed`
 */
export async function turnSafe(on: boolean): Promise<void> {
  const answer = await api.turnSafe(on)
  if (on) tellOtherTabs('signed-out')
  takeSession(answer)
}
