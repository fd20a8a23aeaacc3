import type { CheckMessages } from '../../text/ja/check.ts'
import type { KioskApi } from '../visit/kiosk-api.ts'
import type { Finding } from './finding.ts'
import { cameBackAnew, goBack } from './probes/back.ts'
import { noPlatformPasskey, tryReader, whenCardRemoved } from './probes/card.ts'
import { openOtherPage } from './probes/other-page.ts'
import { printTest } from './probes/print.ts'
import { fullScreen, screenSize, secure, touch, whenPinched } from './probes/screen.ts'
import { clock, network, registered } from './probes/service.ts'
import { soundWithoutTap, voices } from './probes/sound.ts'
import { clearsAtTheEnd, leaveMark, nothingStored, smallVolume } from './probes/stored.ts'

export type CheckId = keyof CheckMessages['checks']

/** How one item of the set-up is checked. An item without any of these is checked by hand and eye. */
type Check = {
  id: CheckId
  /** Runs when the page opens. `to-try` until the installer begins it. */
  look?: (kiosk: KioskApi | null) => Finding | Promise<Finding>
  /** Runs when the installer taps. */
  tryOut?: (kiosk: KioskApi | null) => Finding | Promise<Finding>
  /** Watches what the installer does with the terminal. @returns the function that stops it. */
  watch?: (found: (finding: Finding) => void) => () => void
}

/** Every item of web/kiosk/README.md, in an order in which no check disturbs a later one. */
export const CHECKS: Check[] = [
  { id: 'secure', look: secure },
  { id: 'registered', look: registered },
  { id: 'network', look: network },
  { id: 'clock', look: clock },
  { id: 'screen', look: screenSize },
  { id: 'fullScreen', look: fullScreen },
  { id: 'millimetres' },
  { id: 'touch', look: touch },
  { id: 'gestures', watch: whenPinched },
  { id: 'stored', look: nothingStored },
  { id: 'volume', look: smallVolume },
  { id: 'cleared', look: clearsAtTheEnd },
  { id: 'back', look: cameBackAnew, tryOut: goBack },
  { id: 'power', tryOut: leaveMark },
  { id: 'platform', look: noPlatformPasskey },
  { id: 'reader', tryOut: tryReader },
  { id: 'removal', watch: whenCardRemoved },
  { id: 'voice', look: voices },
  { id: 'sound', look: soundWithoutTap },
  { id: 'print', tryOut: printTest },
  { id: 'pages', tryOut: openOtherPage },
  { id: 'policies' },
  { id: 'visit' },
]
