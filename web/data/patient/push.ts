import {
  bodyOf,
  bytesOf,
  currentSubscription,
  isFor,
  pushSupport,
  subscribe,
  unsubscribe,
} from '../device/push-subscription.ts'
import { api } from '../http/api.ts'
import { failureOf } from '../http/failure.ts'
import { whenBack } from '../state/browser.ts'
import { createStore, useStore } from '../state/store.ts'

/**
 * Whether this device gets pushes. `asking`: the browser asks the person, or the answer is on its way. `denied`: the
 * person has told the browser to ask no more. `withheld`: a shared device, or a service that sends none. `offline`,
 * `failed`: the last switching did not succeed; it is off. `not-loaded`: nobody could be asked.
 */
export type PushState =
  | 'unknown'
  | 'off'
  | 'asking'
  | 'on'
  | 'denied'
  | 'install-first'
  | 'unavailable'
  | 'withheld'
  | 'offline'
  | 'failed'
  | 'not-loaded'

const push = createStore<PushState>('unknown', () => {
  void (hasFailed() ? reloadPush() : refreshPush())
  // A person may have changed the browser's settings in the meantime.
  return whenBack(() => void refreshPush())
})
let latest = 0

const hasFailed = (): boolean => push.get() === 'offline' || push.get() === 'failed'

export const usePush = (): PushState => useStore(push)

/** Finds out how it is, and stores the subscription that this device has under the present session. Never rejects. */
export async function refreshPush(): Promise<void> {
  // The browser's question takes the focus away and gives it back.
  if (push.get() === 'asking') return
  const mine = ++latest
  const next = await present().catch((error) => (isWithheld(error) ? 'withheld' : 'not-loaded'))
  // Why a switching did not succeed stays while the switch is shown, until the next one.
  if (mine === latest && !(next === 'off' && hasFailed())) push.set(next)
}

/** Finds out again, after it could not be found out. Never rejects. */
export function reloadPush(): Promise<void> {
  push.set('unknown')
  return refreshPush()
}

/** Switches pushes on. Call it in the tap: a browser asks its person only then. Never rejects. */
export function switchOn(): Promise<void> {
  const answer = Notification.requestPermission()
  return change(async () => {
    const permission = await answer
    if (permission !== 'granted') return permission === 'denied' ? 'denied' : 'off'
    const { public_key } = await api.push()
    if (public_key === null) return 'withheld'
    await api.storePush(bodyOf(await subscribe(public_key)))
    return 'on'
  })
}

/** Switches pushes off on this device, at once and without a network as well. Never rejects. */
export function switchOff(): Promise<void> {
  return change(async () => {
    await unsubscribe()
    // Without this the service learns at the next push that the subscription is gone.
    await api.forgetPush().catch(() => {})
    return 'off'
  })
}

async function change(act: () => Promise<PushState>): Promise<void> {
  const mine = ++latest
  push.set('asking')
  const next = await act().catch(async (error) => {
    // What the service does not know of must not stay on the device.
    await unsubscribe().catch(() => {})
    return stateOfFailure(error)
  })
  if (mine === latest) push.set(next)
}

async function present(): Promise<PushState> {
  const support = pushSupport()
  if (support !== 'available') return support
  if (Notification.permission === 'denied') return 'denied'
  const { public_key, on } = await api.push()
  if (public_key === null) return 'withheld'
  if (Notification.permission !== 'granted') return 'off'
  const subscription = await currentSubscription()
  if (!subscription || !isFor(subscription, bytesOf(public_key))) return 'off'
  if (!on) await api.storePush(bodyOf(subscription))
  return 'on'
}

const isWithheld = (error: unknown): boolean => ['kiosk-refused', 'safe-mode'].includes(failureOf(error).code)

function stateOfFailure(error: unknown): PushState {
  if (isWithheld(error)) return 'withheld'
  return failureOf(error).code === 'offline' ? 'offline' : 'failed'
}
