import { useState } from 'react'
import type { PublicDatabase } from '../../../api/contract/catalogue.ts'
import type { EntriesAnswer, ReturnReason } from '../../../api/contract/desk/entries.ts'
import type { FormsMessages } from '../../text/ja/forms.ts'
import { Button } from '../../ui/Button.tsx'
import { Radios } from '../../ui/form/Radios.tsx'
import { dayOf } from './day.ts'
import { deskApi } from './desk-api.ts'
import type { Said } from './said.ts'
import { scopeWords } from './scope-words.ts'

/** A form that waits: what was entered, to be held beside the paper; and what can be done with it. */
export function EntryCard(props: {
  entry: EntriesAnswer['entries'][number]
  words: FormsMessages
  databases: PublicDatabase[]
  attempt(task: () => Promise<Said | null>): void
}) {
  const { entry, words, databases, attempt } = props
  const [reason, setReason] = useState<ReturnReason | null>(null)
  const [error, setError] = useState<string>()
  const scope = words.stops(scopeWords(words, databases, entry.scope))
  const confirm = async (): Promise<Said> => {
    const receipt = await deskApi.confirm(entry.id)
    const names = 'database' in entry.scope || 'databases' in entry.scope
    const unnamed = names ? words.stops(words.marked) : scope
    return { text: words.recorded(receipt.number), receipt: { ...receipt, scope, unnamed } }
  }
  const giveBack = () => {
    if (!reason) return setError(words.needReason)
    attempt(() => deskApi.giveBack(entry.id, reason).then(() => ({ text: words.states.returned })))
  }
  return (
    <article className="card">
      <h3 className="id">
        {entry.form} {entry.version}
      </h3>
      <p>
        <strong>{scope}</strong>
      </p>
      <p>{words.identities[entry.identity]}</p>
      <p>{words.enteredBy(entry.entered_by, dayOf(entry.entered_at, words))}</p>
      {entry.late && <p className="notice warning">{words.late}</p>}
      {entry.own ? (
        <p>{words.own}</p>
      ) : (
        <div className="buttons">
          <Button onClick={() => attempt(confirm)}>{words.confirm}</Button>
        </div>
      )}
      <details>
        <summary>{words.returnTitle}</summary>
        <div className="stack">
          <Radios
            inner
            name={`reason-${entry.id}`}
            legend={words.whyReturn}
            error={error}
            value={reason}
            onChange={(value) => setReason(value)}
            options={(Object.keys(words.reasons) as ReturnReason[]).map((value) => ({
              value,
              label: words.reasons[value],
            }))}
          />
          <Button look="outline" onClick={giveBack}>
            {words.giveBack}
          </Button>
        </div>
      </details>
    </article>
  )
}
