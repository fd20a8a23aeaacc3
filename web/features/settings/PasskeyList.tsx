import { providerOf } from '../../data/passkey/provider.ts'
import { refreshPasskeys, usePasskeys } from '../../data/patient/passkeys.ts'
import { useText } from '../../text/text.tsx'
import { ButtonLink } from '../../ui/Button.tsx'
import { LoadedPart } from '../../ui/LoadedPart.tsx'
import { PasskeyCard } from '../../ui/passkey/PasskeyCard.tsx'
import { RemovedPasskeys } from './RemovedPasskeys.tsx'

/** Height of one passkey with the words above it and the button below, in rem. */
const ROOM = 30

/** Every passkey of the account, and a link to add one. */
export function PasskeyList() {
  const { t } = useText()
  const passkeys = usePasskeys()
  const p = t.passkeys
  return (
    <section className="section">
      <h2>{p.title}</h2>
      <LoadedPart value={passkeys} onRetry={() => void refreshPasskeys()} room={ROOM}>
        {(answer) => (
          <>
            <p>{p.lead}</p>
            {answer.passkeys.map((passkey) => (
              <PasskeyCard
                key={passkey.id}
                passkey={passkey}
                provider={providerOf(passkey)}
                to={`/settings/passkeys/${passkey.id}`}
              />
            ))}
            <RemovedPasskeys answer={answer} />
            <div className="buttons">
              <ButtonLink to="/settings/passkeys/new" look="outline">
                {p.add}
              </ButtonLink>
            </div>
          </>
        )}
      </LoadedPart>
    </section>
  )
}
