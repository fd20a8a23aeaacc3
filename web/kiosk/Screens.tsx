import { lazy, Suspense, useEffect } from 'react'
import { whenSettled } from '../data/state/browser.ts'
import { laterOf } from '../text/later.ts'
import { LaterWords, useText } from '../text/text.tsx'
import { FailureNotice } from '../ui/FailureNotice.tsx'
import { Waiting } from '../ui/Waiting.tsx'
import { Standby } from './screens/Standby.tsx'
import { type Screen, useKiosk } from './visit/kiosk-context.ts'

/** The screens after the first one, loaded while nobody waits for them. */
const later = {
  Method: () => import('./screens/Method.tsx'),
  Hide: () => import('./screens/Hide.tsx'),
  Before: () => import('./screens/Before.tsx'),
  Phone: () => import('./screens/Phone.tsx'),
  SignIn: () => import('./screens/SignIn.tsx'),
  Proof: () => import('./screens/Proof.tsx'),
  Proofing: () => import('./screens/Proofing.tsx'),
  Enrol: () => import('./screens/Enrol.tsx'),
  Me: () => import('./screens/Me.tsx'),
  Databases: () => import('./screens/Databases.tsx'),
  ScopeScreen: () => import('./screens/ScopeScreen.tsx'),
  Choice: () => import('./screens/Choice.tsx'),
  Confirm: () => import('./screens/Confirm.tsx'),
  Done: () => import('./screens/Done.tsx'),
}

const screens = {
  standby: Standby,
  method: lazy(async () => ({ default: (await later.Method()).Method })),
  hide: lazy(async () => ({ default: (await later.Hide()).Hide })),
  before: lazy(async () => ({ default: (await later.Before()).Before })),
  phone: lazy(async () => ({ default: (await later.Phone()).Phone })),
  'sign-in': lazy(async () => ({ default: (await later.SignIn()).SignIn })),
  proof: lazy(async () => ({ default: (await later.Proof()).Proof })),
  proofing: lazy(async () => ({ default: (await later.Proofing()).Proofing })),
  enrol: lazy(async () => ({ default: (await later.Enrol()).Enrol })),
  me: lazy(async () => ({ default: (await later.Me()).Me })),
  databases: lazy(async () => ({ default: (await later.Databases()).Databases })),
  scope: lazy(async () => ({ default: (await later.ScopeScreen()).ScopeScreen })),
  choice: lazy(async () => ({ default: (await later.Choice()).Choice })),
  confirm: lazy(async () => ({ default: (await later.Confirm()).Confirm })),
  done: lazy(async () => ({ default: (await later.Done()).Done })),
} satisfies Record<Screen, unknown>

/** Screens that may name places, which wait until it is known whether they may. */
const NAMING: Screen[] = ['me', 'databases', 'scope', 'choice', 'confirm', 'done']

/** The current screen. */
export function Screens() {
  const { t, language } = useText()
  const { progress, safe } = useKiosk()
  const { screen } = progress
  const Current = screens[screen]
  useEffect(
    () =>
      whenSettled(() => {
        const modules = [
          ...Object.values(later),
          () => import('../data/passkey/passkey.ts'),
          () => import('uqr'),
          async () => laterOf(language),
        ]
        for (const load of modules) load().catch(() => {})
      }),
    [language],
  )
  if (NAMING.includes(screen) && safe.status !== 'ready')
    return safe.status === 'failed' ? (
      <FailureNotice failure={safe.failure} />
    ) : (
      <Waiting>{t.shell.waiting}</Waiting>
    )
  return (
    <Suspense fallback={<Waiting>{t.shell.waiting}</Waiting>}>
      {screen === 'standby' ? (
        <Current />
      ) : (
        <LaterWords>
          <Current />
        </LaterWords>
      )}
    </Suspense>
  )
}
