import { useState } from 'react'
import { useLocation, useParams } from 'wouter'
import type { PasskeyView } from '../../../api/contract/patient.ts'
import type { Failure } from '../../data/http/failure.ts'
import { failureOf } from '../../data/http/failure.ts'
import { providerOf } from '../../data/passkey/provider.ts'
import { removePasskey, usePasskeys } from '../../data/patient/passkeys.ts'
import { useText } from '../../text/text.tsx'
import { ButtonLink } from '../../ui/Button.tsx'
import { Loaded } from '../../ui/Loaded.tsx'
import { Page } from '../../ui/Page.tsx'
import { PasskeyCard } from '../../ui/passkey/PasskeyCard.tsx'
import { AskAgain } from './AskAgain.tsx'
import { RemovePasskey } from './RemovePasskey.tsx'
import { RenamePasskey } from './RenamePasskey.tsx'

/** P10 設定: renames or removes one passkey. */
export function PasskeyPage() {
  const { t } = useText()
  const { id } = useParams<{ id: string }>()
  const passkeys = usePasskeys()
  const [invalid, setInvalid] = useState(false)
  const { removing, failure, remove } = useRemoval(id)
  const p = t.passkeys

  if (failure?.code === 'assertion-required' && passkeys.status === 'ready')
    return <AskAgain account={passkeys.value.user.id} onDone={remove} />
  return (
    <Page title={p.oneTitle} failed={invalid || failure !== null || passkeys.status === 'failed'}>
      <Loaded value={passkeys}>
        {({ passkeys: all }) => {
          const passkey = all.find((one: PasskeyView) => one.id === id)
          if (!passkey) return <p role="status">{removing ? p.removing : p.missing}</p>
          return (
            <>
              <PasskeyCard passkey={passkey} provider={providerOf(passkey)} to={null} />
              <RenamePasskey passkey={passkey} onInvalid={setInvalid} />
              <RemovePasskey
                last={all.length === 1}
                current={passkey.current}
                removing={removing}
                failure={failure}
                onRemove={remove}
              />
            </>
          )
        }}
      </Loaded>
      <div className="buttons">
        <ButtonLink to="/settings" look="text">
          {p.back}
        </ButtonLink>
      </div>
    </Page>
  )
}

/**
 * Removes the passkey, then opens the list, or the sign-in if this session ended with it. Both pages report the
 * removal.
 */
function useRemoval(id: string): { removing: boolean; failure: Failure | null; remove(): void } {
  const [, navigate] = useLocation()
  const [state, setState] = useState<{ removing: boolean; failure: Failure | null }>({
    removing: false,
    failure: null,
  })
  return {
    ...state,
    remove() {
      setState({ removing: true, failure: null })
      removePasskey(id).then(
        (goesOn) =>
          navigate(goesOn ? '/settings' : '/sign-in', {
            replace: true,
            state: { notice: 'passkey-removed' },
          }),
        (error: unknown) => setState({ removing: false, failure: failureOf(error) }),
      )
    },
  }
}
