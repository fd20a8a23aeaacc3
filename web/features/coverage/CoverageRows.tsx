import type { Coverage } from '../../../api/contract/patient.ts'
import { useText } from '../../text/text.tsx'
import { Rows } from '../../ui/Rows.tsx'
import { Masked } from './Masked.tsx'
import { schemeOf } from './scheme.ts'

/** One coverage in the words of its own scheme. */
export function CoverageRows(props: { coverage: Coverage; shown: boolean }) {
  const { t, format } = useText()
  const { coverage, shown } = props
  const c = t.coverage
  const scheme = schemeOf(coverage.insurer_number)
  const [symbolLabel, numberLabel] = c.labels[scheme.labels]
  const masked = (value: string | null) => (value ? <Masked value={value} shown={shown} /> : c.absent)
  return (
    <Rows
      rows={[
        { term: c.scheme, value: c.schemes[scheme.name] },
        { term: scheme.payer ? c.payer : c.insurer, value: masked(coverage.insurer_number) },
        ...(scheme.hasSymbol ? [{ term: symbolLabel, value: masked(coverage.symbol) }] : []),
        { term: numberLabel, value: masked(coverage.number) },
        ...(scheme.hasBranch ? [{ term: c.branch, value: coverage.branch ?? c.absent }] : []),
        { term: c.qualified, value: format.date(coverage.qualified_on) },
        ...(coverage.ended_on ? [{ term: c.ended, value: format.date(coverage.ended_on) }] : []),
      ]}
    />
  )
}
