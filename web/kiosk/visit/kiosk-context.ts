import { createContext, use } from 'react'
import type { KioskAnswer } from '../../../api/contract/kiosk.ts'
import type { DatabasesAnswer, DatabaseView, DecisionAnswer } from '../../../api/contract/patient.ts'
import type { Draft } from '../../data/decision/draft.ts'
import type { Loadable } from '../../data/state/loadable.ts'
import type { KioskMessages } from '../../text/ja/kiosk.ts'
import type { View } from './view.ts'

/** The screens of one visit, in the order of K0 to K6. */
export type Screen =
  | 'standby'
  | 'method'
  | 'hide'
  | 'phone'
  | 'before'
  | 'sign-in'
  | 'proof'
  | 'proofing'
  | 'enrol'
  | 'me'
  | 'databases'
  | 'scope'
  | 'choice'
  | 'confirm'
  | 'done'

/** What the person has done in this visit. It goes with the visit. */
export type Progress = {
  screen: Screen
  proofing: string | null
  draft: Draft
  databases: DatabaseView[]
  publishing: DatabasesAnswer['publishing'] | undefined
  answer: DecisionAnswer | null
}

export type Kiosk = {
  k: KioskMessages
  state: KioskAnswer | null
  view: View
  progress: Progress
  /** Whether the person is in safe mode. Loading as long as nobody is known. */
  safe: Loadable<boolean>
  setView(change: Partial<View>): void
  /** Changes the progress: goes to another screen, or stores an answer. */
  go(change: Partial<Progress>): void
  begin(): Promise<void>
  /** Ends the visit and leaves nothing of it. */
  end(): void
  /** Ends the visit as `end` does, and says nothing of it: the start is as after a power-up. */
  exit(): void
  /** `held`: the person is busy where no touch is seen. */
  hold(held: boolean): void
  callStaff(): Promise<void>
  /** Ends the visit on the server, because it continues on a phone. */
  handOver(): Promise<void>
}

export const KioskContext = createContext<Kiosk | null>(null)

/** @throws outside the kiosk. */
export function useKiosk(): Kiosk {
  const kiosk = use(KioskContext)
  if (!kiosk) throw new Error('useKiosk needs a kiosk')
  return kiosk
}
