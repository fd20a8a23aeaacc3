import { useEffect, useMemo, useRef, useState } from 'react'
import type { KioskAnswer } from '../../api/contract/kiosk.ts'
import { api } from '../data/http/api.ts'
import { failureOf } from '../data/http/failure.ts'
import { whenNotSignedIn } from '../data/http/request.ts'
import { listen } from '../data/state/browser.ts'
import { TextProvider } from '../text/text.tsx'
import { useHands } from './hands/use-hands.ts'
import { Layout } from './Layout.tsx'
import { Out, type OutReason } from './screens/Out.tsx'
import { type Address, startAddress } from './visit/address.ts'
import { beginning } from './visit/beginning.ts'
import { createGrace } from './visit/grace.ts'
import { createKioskApi } from './visit/kiosk-api.ts'
import { type Kiosk as KioskContent, KioskContext, type Progress } from './visit/kiosk-context.ts'
import { useFarewell } from './visit/use-farewell.ts'
import { useLink } from './visit/use-link.ts'
import { useSafety } from './visit/use-safety.ts'
import { useView } from './visit/use-view.ts'
import type { View } from './visit/view.ts'
import { enterVisit, isInVisit, leaveVisit } from './visit/visit.ts'
import type { KioskWords } from './words.ts'

/**
 * Longest wait for the server at the end of a visit. The screen is already empty, and the next start ends the
 * session.
 */
const END_MS = 1_500
/** How often touches are reported to the server, whose visit ends after two idle minutes. */
const KEEP_MS = 30_000

/** One kiosk from the start to the wipe. All that it knows is in this component, and goes with the document. */
export function Kiosk(props: {
  address: Address
  view: View
  words: KioskWords
  state: KioskAnswer | null
  out: OutReason | null
}) {
  const { address } = props
  const { view, k, setView } = useView(props.view, props.words)
  const [progress, setProgress] = useState<Progress>(() => ({
    ...beginning(address.request || address.refused ? 'proofing' : 'standby'),
    proofing: address.request,
  }))
  const [farewell, endFarewell] = useFarewell(address.ended !== null)
  const [state, setState] = useState(props.state)
  const [out, setOut] = useState(props.out)
  const [ending, setEnding] = useState(false)
  const [cut, setCut] = useState(false)
  const held = useRef(false)
  const kept = useRef(Number.NEGATIVE_INFINITY)
  const link = useMemo(() => (address.credential ? createKioskApi(address.credential) : null), [address])

  const safe = useSafety(progress.screen, view.hides)
  const silent = useRef(false)

  const settled = progress.screen === 'done' || progress.screen === 'phone'
  const cutOff = useRef(() => {})
  cutOff.current = () => {
    if (!settled) end()
  }
  const grace = useMemo(() => createGrace({ cut: setCut, over: () => cutOff.current() }), [])

  const restart = () => {
    // The address of a visit is that of the start.
    if (silent.current) location.reload()
    else location.replace(startAddress(address.credential, { ended: view.language }))
  }

  /** Empties the screen, then tells server and browser to forget, then loads a new document. */
  const end = () => {
    if (ending) return
    leaveVisit()
    grace.mend()
    setEnding(true)
    setProgress(beginning('standby'))
    const late = new Promise((_, reject) => setTimeout(reject, END_MS))
    Promise.race([api.signOut(), late]).then(restart, () => {
      setOut('offline')
      setEnding(false)
    })
  }
  const exit = () => {
    silent.current = true
    end()
  }
  const endNow = useRef(end)
  endNow.current = end

  useEffect(() => {
    whenNotSignedIn(() => {
      if (isInVisit()) endNow.current()
    })
  }, [])

  useHands()

  // Esc closes at once whoever is in safe mode, or may be.
  const mayExit = progress.screen !== 'standby' && !(safe.status === 'ready' && !safe.value)
  const exitNow = useRef(exit)
  exitNow.current = exit
  useEffect(() => {
    if (!mayExit) return
    const pressed = (event: Event) => {
      if ((event as KeyboardEvent).key === 'Escape') exitNow.current()
    }
    return listen([window, 'keydown', pressed])
  }, [mayExit])

  /** Only touches keep a visit alive, not the kiosk's own requests. */
  const keepVisit = () => {
    if (!isInVisit() || performance.now() - kept.current < KEEP_MS) return
    kept.current = performance.now()
    api.session().catch(() => {})
  }

  const begin = async () => {
    if (!link) return
    const { visit } = await link.begin()
    enterVisit(visit)
    // Back stays on this page during the visit, and finds the start after it.
    history.pushState(null, '', startAddress(address.credential, { ended: false }))
    endFarewell()
    setProgress(beginning('method'))
  }

  useEffect(() => {
    const stay = () => history.pushState(null, '', startAddress(address.credential, { ended: false }))
    return listen([window, 'popstate', stay])
  }, [address])

  useLink(
    link,
    {
      heard(next) {
        if (out) return restart()
        grace.mend()
        setState(next)
        setOut(null)
      },
      command(name) {
        if (name === 'end' && isInVisit()) end()
        if (name === 'start' && !isInVisit()) void begin().catch(() => {})
      },
      lost(reason) {
        // A person who has their answer needs no network.
        if (reason === 'offline' && settled) return
        if (reason === 'offline' && isInVisit()) return grace.lose()
        if (isInVisit()) end()
        setOut(reason)
      },
    },
    props.state && (props.state.command?.no ?? 0),
  )

  const content: KioskContent = {
    k,
    state,
    view: { ...view, muted: view.muted || (state?.muted ?? false) },
    progress,
    safe,
    setView,
    go: (change) => setProgress((before) => ({ ...before, ...change })),
    begin,
    end,
    exit,
    hold(now) {
      held.current = now
    },
    async callStaff() {
      if (!link) throw new Error('not registered')
      setState(await (state?.call ? link.uncall() : link.call()))
    },
    async handOver() {
      await api.signOut().catch((error) => {
        if (failureOf(error).code !== 'not-signed-in') throw error
      })
      leaveVisit()
    },
  }

  return (
    <TextProvider language={props.view.language} words={props.words.words}>
      <KioskContext value={content}>
        {ending && (
          <p className="kiosk-blank" role="status">
            {k.ending}
          </p>
        )}
        {!ending && out && <Out reason={out} />}
        {!ending && !out && (
          <Layout
            farewell={farewell}
            cut={cut}
            isHeld={() => held.current}
            onHands={keepVisit}
            onGone={end}
          />
        )}
      </KioskContext>
    </TextProvider>
  )
}
