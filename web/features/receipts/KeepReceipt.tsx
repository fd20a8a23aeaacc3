import { useDatabases } from '../../data/patient/databases.ts'
import { useReceipt } from '../../data/patient/receipt.ts'
import { nameOfDatabase } from '../../text/decision-words.ts'
import { useText } from '../../text/text.tsx'
import { Loaded } from '../../ui/Loaded.tsx'
import { ReceiptKeeping } from './ReceiptKeeping.tsx'

/** Ways to save the receipt of a decision, for the page that reports it. */
export function KeepReceipt(props: { decision: string }) {
  const { pick } = useText()
  const receipt = useReceipt(props.decision)
  const answer = useDatabases()
  const nameOf = nameOfDatabase(answer.status === 'ready' ? answer.value.databases : [], pick)
  return (
    <Loaded value={receipt} lasting>
      {(jws) => <ReceiptKeeping jws={jws} nameOf={nameOf} />}
    </Loaded>
  )
}
