import type { CheckMessages } from '../../text/ja/check.ts'
import { Button } from '../../ui/Button.tsx'
import type { CheckId } from './checks.ts'
import type { Finding, Verdict } from './finding.ts'

const CHIPS: Record<Verdict, string> = {
  pass: 'chip done',
  fail: 'chip attention',
  'to-try': 'chip moving',
  'by-hand': 'chip',
}

/** One item: its verdict, what was seen, and what to do unless it passed. */
export function CheckCard(props: {
  id: CheckId
  words: CheckMessages
  finding: Finding | undefined
  onTry: (() => void) | undefined
}) {
  const { id, words, finding, onTry } = props
  const [title, todo] = words.checks[id]
  const label = (words.tries as Partial<Record<CheckId, string>>)[id]
  return (
    <section className="card check" data-check={id} data-verdict={finding?.verdict}>
      <div className="check-head">
        <h2>{title}</h2>
        {finding && <span className={CHIPS[finding.verdict]}>{words.verdicts[finding.verdict]}</span>}
      </div>
      {finding?.seen && <p className="id">{finding.seen}</p>}
      {finding && finding.verdict !== 'pass' && <p>{todo}</p>}
      {id === 'millimetres' && <div className="check-ruler" />}
      {onTry && label && (
        <Button look="outline" onClick={onTry}>
          {label}
        </Button>
      )}
    </section>
  )
}
