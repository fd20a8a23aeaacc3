import { useText } from '../text/text.tsx'
import { Notice } from './Notice.tsx'

/**
 * Says that the store was restored from a backup, and that a decision made just before may be missing. @param
 * props.at ISO 8601.
 */
export function Restored(props: { at: string }) {
  const { t, format } = useText()
  const { restoredTitle, restoredText, restoredAdvice } = t.databases
  return (
    <Notice kind="warning" title={restoredTitle}>
      <p>{restoredText(format.dateTime(props.at))}</p>
      <p>{restoredAdvice}</p>
    </Notice>
  )
}
