import type { ReactNode } from 'react'
import { Link } from 'wouter'
import { useActingFor } from '../../data/patient/acting.ts'
import { lastProofing, useCoverage } from '../../data/patient/proofing.ts'
import { useText } from '../../text/text.tsx'
import { ButtonLink } from '../../ui/Button.tsx'
import { FailureNotice } from '../../ui/FailureNotice.tsx'
import { Page } from '../../ui/Page.tsx'
import { Waiting } from '../../ui/Waiting.tsx'
import { CoverageView } from './CoverageView.tsx'

/** Codes after which the portal must be asked again. They are no errors. */
const gone = new Set(['coverage-gone', 'not-found'])

/**
 * P3 わたしの情報: the coverage that the portal returned, or the way to ask for it.
 * @param props.acting what else stands here while one acts for somebody
 */
export function Me(props: { acting?: ReactNode }) {
  const { t } = useText()
  const proofing = lastProofing()
  const coverage = useCoverage(proofing)
  const acting = useActingFor()
  const c = t.coverage
  const isGone = coverage.status === 'failed' && gone.has(coverage.failure.code)
  const onward = (
    <div className="buttons">
      <ButtonLink to="/status">{t.shell.toStatus}</ButtonLink>
    </div>
  )
  return (
    <Page title={c.title} failed={coverage.status === 'failed' && !isGone}>
      {coverage.status === 'loading' && <Waiting>{t.shell.waiting}</Waiting>}
      {coverage.status === 'failed' && !isGone && <FailureNotice failure={coverage.failure} />}
      {coverage.status === 'failed' && (
        <>
          {isGone && proofing && <h2>{c.goneTitle}</h2>}
          <p>{proofing ? c.gone : c.never}</p>
          <div className="buttons">
            <ButtonLink to="/proofing" look="outline">
              {c.ask}
            </ButtonLink>
          </div>
        </>
      )}
      {coverage.status === 'ready' ? <CoverageView answer={coverage.value} onward={onward} /> : onward}
      {acting !== null && props.acting}
      {acting === null && coverage.status === 'ready' && (
        <p className="card-links">
          <Link className="card-action" to="/me/not-me">
            {t.cases.person.link}
          </Link>
        </p>
      )}
    </Page>
  )
}
