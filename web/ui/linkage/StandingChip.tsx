import { useText } from '../../text/text.tsx'
import type { Standing } from './standing.ts'

const looks: Record<Standing, string> = {
  usable: 'chip',
  waiting: 'chip',
  stopped: 'chip done',
  registered: 'chip',
  recorded: 'chip moving',
  delivered: 'chip moving',
  late: 'chip attention',
  limited: 'chip attention',
  unstopped: 'chip attention',
  missing: 'chip',
}

/** The state of one linkage in one or two words. Screen readers announce its changes. */
export function StandingChip(props: { standing: Standing }) {
  const { t } = useText()
  return (
    <span aria-live="polite">
      <span className={looks[props.standing]}>{t.databases.standings[props.standing]}</span>
    </span>
  )
}
