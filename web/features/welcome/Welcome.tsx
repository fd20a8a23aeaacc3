import { useText } from '../../text/text.tsx'
import { Bullets } from '../../ui/Bullets.tsx'
import { ButtonLink } from '../../ui/Button.tsx'
import { Details } from '../../ui/Details.tsx'
import { Page } from '../../ui/Page.tsx'
import { Rows } from '../../ui/Rows.tsx'

/** P1 はじめに: what this is, four facts, and the two ways in. */
export function Welcome() {
  const { t } = useText()
  const w = t.welcome
  return (
    <Page title={w.title}>
      <p>{w.lead}</p>
      <Rows
        rows={[
          { term: w.uses, value: w.usesText },
          { term: w.nothing, value: w.nothingText },
          { term: w.care, value: w.careText },
          { term: w.change, value: w.changeText },
        ]}
      />
      <div className="buttons">
        <ButtonLink to="/proofing">{w.begin}</ButtonLink>
        <p className="quiet">{w.beginHint}</p>
        <ButtonLink to="/sign-in" look="outline">
          {w.again}
        </ButtonLink>
      </div>
      <Details summary={w.moreTitle}>
        <section className="stack tight">
          <h2>{w.operatorTitle}</h2>
          <p>{w.operator}</p>
        </section>
        <section className="stack tight">
          <h2>{w.waysTitle}</h2>
          <Bullets items={w.ways} />
        </section>
        <section className="stack tight">
          <h2>{w.limitsTitle}</h2>
          <Bullets items={w.limits} />
        </section>
      </Details>
    </Page>
  )
}
