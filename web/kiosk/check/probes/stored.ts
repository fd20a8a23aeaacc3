import type { KioskApi } from '../../visit/kiosk-api.ts'
import { type Finding, judge, TO_TRY } from '../finding.ts'

const MARK = 'erabu-check'
/** Chromium rounds the size of a volume up to whole GiB: one of 512 MB appears as 1. */
const SMALL_GIB = 2
const GIB = 2 ** 30

/** Lists by name everything that a page can see of a site's stored data. */
async function kept(): Promise<string[]> {
  const workers = await navigator.serviceWorker.getRegistrations()
  return [
    ...document.cookie
      .split('; ')
      .filter(Boolean)
      .map((cookie) => `cookie ${cookie.split('=')[0]}`),
    ...Object.keys(localStorage).map((key) => `localStorage ${key}`),
    ...Object.keys(sessionStorage).map((key) => `sessionStorage ${key}`),
    ...(await indexedDB.databases()).map(({ name }) => `IndexedDB ${name}`),
    ...(await caches.keys()).map((name) => `cache ${name}`),
    ...workers.map(({ scope }) => `service worker ${scope}`),
  ]
}

export async function nothingStored(): Promise<Finding> {
  const found = await kept()
  return judge(found.length === 0, found.join(', ') || '0')
}

/** Passes when the profile is on a small volume of its own, as one in memory is. */
export async function smallVolume(): Promise<Finding> {
  const { quota = 0 } = await navigator.storage.estimate()
  return judge(quota / GIB <= SMALL_GIB, `${(quota / GIB).toFixed(0)} GiB`)
}

/** Leaves a mark in every kind of storage, ends as a visit ends, and looks for the marks. */
export async function clearsAtTheEnd(kiosk: KioskApi | null): Promise<Finding> {
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API cannot be relied on without https.
  document.cookie = `${MARK}=1; SameSite=Strict; Path=/`
  localStorage.setItem(MARK, '1')
  sessionStorage.setItem(MARK, '1')
  await caches.open(MARK)
  await new Promise<void>((resolve, reject) => {
    const opening = indexedDB.open(MARK)
    opening.onerror = () => reject(opening.error)
    opening.onsuccess = () => {
      opening.result.close()
      resolve()
    }
  })
  const marked = (await kept()).length
  await kiosk?.standby()
  const left = await kept()
  return judge(left.length === 0, `${marked} ▶ ${left.join(', ') || '0'}`)
}

/** Leaves a mark that must be gone after the power was cut. */
export function leaveMark(): Finding {
  localStorage.setItem(MARK, '1')
  return { ...TO_TRY, seen: MARK }
}
