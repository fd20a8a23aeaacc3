import { useSyncExternalStore } from 'react'
import { Link } from 'wouter'
import { passkeySupport } from '../../data/passkey/support.ts'
import { useText } from '../../text/text.tsx'
import { Bullets } from '../../ui/Bullets.tsx'
import { ButtonLink } from '../../ui/Button.tsx'
import { Details } from '../../ui/Details.tsx'
import { Notice } from '../../ui/Notice.tsx'
import { Page } from '../../ui/Page.tsx'
import { WayOfRecords } from './WayOfRecords.tsx'

/** What a browser supports does not change. */
const never = () => () => {}
const inBuiltPage = () => 'available' as const

/** P1 はじめに: what a person decides here, in a picture, and the two ways in. */
export function Welcome() {
  const { t, language } = useText()
  const w = t.welcome
  const canSignIn = useSyncExternalStore(never, passkeySupport, inBuiltPage) === 'available'
  return (
    <Page title={w.title}>
      <WayOfRecords />
      {canSignIn ? (
        <div className="buttons">
          <ButtonLink to="/proofing">{w.begin}</ButtonLink>
          <ButtonLink to="/sign-in" look="outline">
            {w.again}
          </ButtonLink>
        </div>
      ) : (
        <Notice kind="warning" title={w.noPasskeysTitle}>
          <p>{w.noPasskeys}</p>
        </Notice>
      )}
      <ul className="points">
        {w.points.map((point) => (
          <li key={point}>{point}</li>
        ))}
      </ul>
      <section className="card ground">
        <h2>{w.needTitle}</h2>
        <p>{w.need}</p>
        <p>
          <Link className="card-action" to="/help#card">
            {w.otherWays}
          </Link>
        </p>
        <p>
          <Link className="card-action" to="/help#seen">
            {w.seen}
          </Link>
        </p>
      </section>
      <Details summary={w.moreTitle}>
        <section className="stack tight">
          <h2>{w.operatorTitle}</h2>
          <p>{w.operator}</p>
        </section>
        <section className="stack tight">
          <h2>{w.waysTitle}</h2>
          <Bullets items={w.ways} />
          <p>
            <a className="card-action" href={`/forms?lang=${language}`}>
              {w.paper}
            </a>
          </p>
        </section>
        <section className="stack tight">
          <h2>{w.limitsTitle}</h2>
          <Bullets items={w.limits} />
        </section>
      </Details>
    </Page>
  )
}
