import { createRoot } from 'react-dom/client'
import type { KioskAnswer } from '../../api/contract/kiosk.ts'
import { failureOf } from '../data/failure.ts'
import { readAddress, startAddress } from './address.ts'
import { Kiosk } from './Kiosk.tsx'
import { createKioskApi } from './kiosk-api.ts'
import type { OutReason } from './screens/Out.tsx'
import { unpackView } from './view.ts'
import { enterVisit } from './visit.ts'
import { loadKioskWords } from './words.ts'
import './kiosk.css'

const address = readAddress(location)
const view = unpackView(address.view)
const holder = document.getElementById('root')
if (!holder) throw new Error('kiosk.html has no #root')
const root = createRoot(holder)

// A page that the browser took out of its memory shows nothing and begins anew.
addEventListener('pagehide', () => root.unmount())
addEventListener('pageshow', (event) => {
  if (event.persisted) location.reload()
})

/** Ends whatever was left here before anything is shown; only who comes back from the portal goes on. */
async function start(): Promise<{ state: KioskAnswer | null; out: OutReason | null }> {
  if (!address.credential) return { state: null, out: 'unregistered' }
  const api = createKioskApi(address.credential)
  if (address.visit) enterVisit(address.visit)
  try {
    return { state: await (address.visit ? api.state() : api.standby()), out: null }
  } catch (error) {
    return { state: null, out: failureOf(error).code === 'kiosk-refused' ? 'refused' : 'offline' }
  }
}

const [words, started] = await Promise.all([loadKioskWords(view.language), start()])
// What the portal sent along is read: a reload begins anew, and Back finds the start before it finds the portal.
if (address.visit) {
  const begun = startAddress(address.credential, { ended: false })
  history.replaceState(null, '', begun)
  history.pushState(null, '', begun)
}
root.render(<Kiosk address={address} view={view} words={words} {...started} />)
