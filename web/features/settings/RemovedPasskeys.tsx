import type { PasskeysAnswer } from '../../../api/contract/patient.ts'
import { providerOf } from '../../data/passkey/provider.ts'
import { useText } from '../../text/text.tsx'
import { Rows } from '../../ui/Rows.tsx'

/** The removed passkeys: which, when, and with which passkey. No removal stays unseen. */
export function RemovedPasskeys({ answer }: { answer: PasskeysAnswer }) {
  const { t, format } = useText()
  const p = t.passkeys
  if (answer.removed.length === 0) return null

  const nameOf = (id: string | null): string => {
    const passkey = answer.passkeys.find((one) => one.id === id)
    if (passkey) return passkey.name ?? providerOf(passkey) ?? p.unnamed
    return answer.removed.find((one) => one.id === id)?.name ?? p.unnamed
  }

  return (
    <>
      <h3>{p.removedListTitle}</h3>
      {answer.removed.map(({ id, name, created_at, removed_at, by }) => (
        <article key={id} className="card" aria-labelledby={`removed-${id}`}>
          <h4 id={`removed-${id}`}>{name ?? p.unnamed}</h4>
          <Rows
            rows={[
              { term: p.added, value: format.dateTime(created_at) },
              { term: p.removedAt, value: format.dateTime(removed_at) },
              { term: p.removedBy, value: nameOf(by) },
            ]}
          />
        </article>
      ))}
    </>
  )
}
