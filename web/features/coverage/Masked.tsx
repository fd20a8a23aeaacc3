import { useText } from '../../text/text.tsx'
import { lastOf, mask } from './mask.ts'

/** A number, hidden until its owner shows it. Screen readers hear its end instead of the dots. */
export function Masked(props: { value: string; shown: boolean }) {
  const { t } = useText()
  if (props.shown) return <span className="id">{props.value}</span>
  return (
    <>
      <span className="id" aria-hidden="true">
        {mask(props.value)}
      </span>
      <span className="hidden">{t.coverage.masked(lastOf(props.value))}</span>
    </>
  )
}
