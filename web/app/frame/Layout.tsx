import type { ReactNode } from 'react'
import { useStorage } from '../../data/device/storage.ts'
import { mayBeSafe, useSession } from '../../data/patient/session.ts'
import { useOnline } from '../../data/state/network.ts'
import { useText } from '../../text/text.tsx'
import { laterPart } from '../later.tsx'
import { Footer } from './Footer.tsx'
import { Header } from './Header.tsx'
import { UpdateBanner } from './UpdateBanner.tsx'

const Exit = laterPart<'Exit', object>(() => import('../../features/settings/Settings.tsx'), 'Exit')

/**
 * The frame of every screen: the note that this is a demonstration, navigation, the state of the network, help.
 * `above`: what stands above the screen and stays in sight.
 */
export function Layout(props: { above?: ReactNode; children: ReactNode }) {
  const { t } = useText()
  const online = useOnline()
  const session = useSession()
  return (
    <>
      <button type="button" className="skip" onClick={() => document.getElementById('main')?.focus()}>
        {t.shell.skip}
      </button>
      <Header />
      {props.above}
      <div role="status">
        {!online && (
          <div className="bar">
            <Offline />
          </div>
        )}
      </div>
      <main id="main" className="main" tabIndex={-1}>
        {props.children}
      </main>
      {mayBeSafe(session) && <Exit />}
      <UpdateBanner />
      <Footer />
    </>
  )
}

/** Says what works without a network: less where the device stores nothing. */
function Offline() {
  const { t } = useText()
  const session = useSession()
  return (
    <p>
      {useStorage() === 'unavailable' || mayBeSafe(session) ? t.failures.codes.offline[1] : t.shell.offline}
    </p>
  )
}
