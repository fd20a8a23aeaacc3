import { useEffect, useState } from 'react'
import type { FormsMessages } from '../../text/ja/forms.ts'
import { Button } from '../../ui/Button.tsx'
import { deskApi } from './desk-api.ts'
import type { Said } from './said.ts'

/** The invitation in the page's address. It is taken out of the address, so that nobody reads it over a shoulder. */
const invited = () => new URLSearchParams(location.search).get('invite')

/** Shown while nobody is signed in: the sign-in and, with an invitation, the registration of a key. */
export function Closed(props: { words: FormsMessages; attempt(task: () => Promise<Said | null>): void }) {
  const { words, attempt } = props
  const [invite, setInvite] = useState(invited)
  useEffect(() => history.replaceState(null, '', location.pathname), [])
  const register = async (secret: string): Promise<Said> => {
    await deskApi.register(secret)
    setInvite(null)
    return { text: words.registered }
  }
  return (
    <>
      {invite !== null && (
        <section className="card">
          <p>{words.registerLead}</p>
          <Button onClick={() => attempt(() => register(invite))}>{words.register}</Button>
        </section>
      )}
      <div className="buttons">
        <Button
          look={invite === null ? 'filled' : 'outline'}
          onClick={() => attempt(() => deskApi.signIn().then(() => null))}
        >
          {words.signIn}
        </Button>
      </div>
    </>
  )
}
