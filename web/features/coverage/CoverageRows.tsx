import type { Coverage } from '../../../api/contract/patient.ts'
import { useText } from '../../text/text.tsx'
import { Rows } from '../../ui/Rows.tsx'
import { Masked } from './Masked.tsx'
import { schemeOf } from './scheme.ts'

/**
 * One coverage, in the words of its own scheme. `discreet` is for places where others may look on. While numbers are
 * hidden, it replaces the scheme and every word or row that reveals it. None of the coverage is read aloud.
 */
export function CoverageRows(props: { coverage: Coverage; shown: boolean; discreet?: string | undefined }) {
  const { t, format } = useText()
  const { coverage, shown, discreet } = props
  const c = t.coverage
  const scheme = schemeOf(coverage.insurer_number)
  const [symbolLabel, numberLabel] = c.labels[scheme.labels]
  const told = shown || discreet === undefined
  const masked = (value: string | null) => (value ? <Masked value={value} shown={shown} /> : c.absent)
  return (
    <div data-unspoken>
      <Rows
        rows={[
          { term: c.scheme, value: told ? c.schemes[scheme.name] : discreet },
          { term: told && scheme.payer ? c.payer : c.insurer, value: masked(coverage.insurer_number) },
          ...(told && scheme.hasSymbol ? [{ term: symbolLabel, value: masked(coverage.symbol) }] : []),
          { term: told ? numberLabel : c.labels.other[1], value: masked(coverage.number) },
          ...(told && scheme.hasBranch ? [{ term: c.branch, value: coverage.branch ?? c.absent }] : []),
          { term: c.qualified, value: format.date(coverage.qualified_on) },
          ...(coverage.ended_on ? [{ term: c.ended, value: format.date(coverage.ended_on) }] : []),
        ]}
      />
    </div>
  )
}
