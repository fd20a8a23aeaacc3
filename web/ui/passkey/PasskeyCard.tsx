import { Link } from 'wouter'
import type { PasskeyView } from '../../../api/contract/patient.ts'
import { useText } from '../../text/text.tsx'
import { Rows } from '../Rows.tsx'

/** One passkey: its name, its provider if known, when it was made and last used. */
export function PasskeyCard(props: {
  passkey: PasskeyView
  provider: string | null
  /** The page that renames or removes it; null on that page itself. */
  to: string | null
}) {
  const { t, format } = useText()
  const { passkey, provider, to } = props
  const p = t.passkeys
  const name = passkey.name ?? provider ?? p.unnamed
  const Heading = to === null ? 'h2' : 'h3'
  return (
    <article className="card" aria-labelledby={`passkey-${passkey.id}`}>
      <Heading id={`passkey-${passkey.id}`}>{name}</Heading>
      {passkey.current && <p>{p.current}</p>}
      <Rows
        rows={[
          { term: p.provider, value: provider ?? p.providerUnknown },
          { term: p.added, value: format.dateTime(passkey.created_at) },
          { term: p.lastUsed, value: format.dateTime(passkey.last_used_at) },
          { term: p.backup, value: passkey.backed_up ? p.backedUp : p.notBackedUp },
        ]}
      />
      {to && (
        <p className="card-links">
          <Link className="card-action" to={to}>
            {p.open}
            <span className="hidden"> {name}</span>
          </Link>
        </p>
      )}
    </article>
  )
}
