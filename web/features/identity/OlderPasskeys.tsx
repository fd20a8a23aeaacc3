import { providerOf } from '../../data/passkey/provider.ts'
import { refreshPasskeys, usePasskeys } from '../../data/patient/passkeys.ts'
import { useText } from '../../text/text.tsx'
import { LoadedPart } from '../../ui/LoadedPart.tsx'
import { PasskeyCard } from '../../ui/passkey/PasskeyCard.tsx'

/** The older passkeys after recovery, each with a link to remove it. */
export function OlderPasskeys() {
  const { t } = useText()
  const passkeys = usePasskeys()
  const p = t.passkeys
  return (
    <section className="section">
      <h2>{p.olderTitle}</h2>
      <p>{p.olderText}</p>
      <LoadedPart value={passkeys} onRetry={() => void refreshPasskeys()}>
        {(answer) =>
          answer.passkeys
            .filter(({ current }) => !current)
            .map((passkey) => (
              <PasskeyCard
                key={passkey.id}
                passkey={passkey}
                provider={providerOf(passkey)}
                to={`/settings/passkeys/${passkey.id}`}
              />
            ))
        }
      </LoadedPart>
    </section>
  )
}
