import type { ReactNode } from 'react'
import { useLocation } from 'wouter'
import type { ActingFor } from '../../../api/contract/acting.ts'
import { whomTurn } from '../../data/http/whom.ts'
import { useActingTime } from '../../data/patient/acting.ts'
import { ActingBand } from '../../features/people/ActingBand.tsx'
import { Changed as ChangedWhom } from '../../features/people/Changed.tsx'
import { NotWhileActing, Over } from '../../features/people/Over.tsx'
import { ActingWords } from '../../text/whose.tsx'
import { Layout } from '../frame/Layout.tsx'
import { Waits } from '../Waits.tsx'

/** Addresses of screens about whoever signed in, and nobody else. */
const OWN = [
  /^\/(?:settings|messages|cases|family|passkey|proofing|sign-in)(?:\/|$)/,
  /^\/me\/not-me$/,
  /^\/databases\/[^/]+\/(?:letter|ask)$/,
]

/** Addresses of screens about nobody: they are open also when acting is over. */
const PUBLIC = /^\/(?:help|how|verify|missing)$/

/**
 * The frame of every screen while one acts for somebody: a band that says so, words that say whose records they are,
 * and in place of one's own screens a way back.
 */
export function Acting(props: { acting: ActingFor; changed: boolean; children: ReactNode }) {
  const [path] = useLocation()
  const { acting } = props
  const { left, withdrawn } = useActingTime(acting)
  const isOwn = OWN.some((address) => address.test(path))
  const screen = () => {
    if (PUBLIC.test(path)) return props.children
    if (props.changed) return <Changed acting />
    if (withdrawn) return below(<Over why="withdrawn" />)
    if (left === 0) return below(<Over why="time" />)
    return isOwn ? below(<NotWhileActing key={path} />) : props.children
  }
  return (
    <ActingWords relation={acting.relation}>
      <Layout key={whomTurn()} above={<ActingBand acting={acting} left={withdrawn ? 0 : left} />}>
        {screen()}
      </Layout>
    </ActingWords>
  )
}

/** Another tab has changed whom the page is about: that, and what waits of the person before. */
export function Changed(props: { acting?: boolean }) {
  return below(<ChangedWhom {...props} />)
}

/** A screen that stands in place of the one that was asked for, below what waits. */
const below = (screen: ReactNode) => (
  <>
    <Waits />
    {screen}
  </>
)
