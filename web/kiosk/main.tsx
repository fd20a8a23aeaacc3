import { createRoot } from 'react-dom/client'
import type { KioskAnswer } from '../../api/contract/kiosk.ts'
import { failureOf, isTransient } from '../data/http/failure.ts'
import { Kiosk } from './Kiosk.tsx'
import type { OutReason } from './screens/Out.tsx'
import { type Address, readAddress, returned, startAddress } from './visit/address.ts'
import { createKioskApi, exchangeTicket } from './visit/kiosk-api.ts'
import { unpackView } from './visit/view.ts'
import { enterVisit } from './visit/visit.ts'
import { loadKioskWords } from './words.ts'
import './kiosk.css'

/** How often a ticket is tried while nothing answers: as long as it is valid. */
const TICKET_TRIES = 20
const TICKET_EVERY_MS = 3_000

const holder = document.getElementById('root')
if (!holder) throw new Error('kiosk.html has no #root')
const root = createRoot(holder)

// A page restored from the back-forward cache shows nothing and reloads.
addEventListener('pagehide', () => root.unmount())
addEventListener('pageshow', (event) => {
  if (event.persisted) location.reload()
})

/** Reads the address and exchanges the ticket in it. The ticket leaves the address first. */
async function arrive(): Promise<Address> {
  const address = readAddress(location)
  if (!address.ticket) return address
  history.replaceState(null, '', '/kiosk')
  for (let tries = 1; ; tries++) {
    try {
      return returned(address, await exchangeTicket(address.ticket))
    } catch (error) {
      if (tries >= TICKET_TRIES || !isTransient(failureOf(error))) break
      await new Promise((next) => setTimeout(next, TICKET_EVERY_MS))
    }
  }
  // A used ticket leads nowhere: go to the first page of this tab, which is the start.
  if (history.length > 1) history.go(1 - history.length)
  return { ...address, ticket: null }
}

/**
 * Ends whatever was left of an earlier visit before anything is shown. Only a visit that returns from the portal
 * continues.
 */
async function start(): Promise<{ state: KioskAnswer | null; out: OutReason | null }> {
  if (!address.credential) return { state: null, out: 'unregistered' }
  const api = createKioskApi(address.credential)
  if (address.visit) enterVisit(address.visit)
  try {
    return { state: await (address.visit ? api.state() : api.standby()), out: null }
  } catch (error) {
    // A visit that returns from the portal continues, and waits for the network like any visit.
    if (address.visit && isTransient(failureOf(error))) return { state: null, out: null }
    return { state: null, out: failureOf(error).code === 'kiosk-refused' ? 'refused' : 'offline' }
  }
}

const address = await arrive()
const view = unpackView(address.view ?? address.ended)
const [words, started] = await Promise.all([loadKioskWords(view.language), start()])
// The portal's parameters are read. A reload now starts over, and Back finds the start before the portal.
if (address.visit) {
  const begun = startAddress(address.credential, { ended: false })
  history.replaceState(null, '', begun)
  history.pushState(null, '', begun)
}
root.render(<Kiosk address={address} view={view} words={words} {...started} />)
