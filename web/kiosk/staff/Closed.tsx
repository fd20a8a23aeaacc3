import { useState } from 'react'
import type { StaffMessages } from '../../text/ja/staff.ts'
import { Button } from '../../ui/Button.tsx'
import { makeStaffKey, staffApi } from './staff-api.ts'

/** Shown while nobody is signed in: the sign-in, and how to register a key. */
export function Closed(props: { words: StaffMessages; attempt(task: () => Promise<unknown>): void }) {
  const { words, attempt } = props
  const [key, setKey] = useState<string | null>(null)
  return (
    <>
      <div className="buttons">
        <Button onClick={() => attempt(staffApi.signIn)}>{words.signIn}</Button>
        <Button look="outline" onClick={() => attempt(async () => setKey(await makeStaffKey()))}>
          {words.register}
        </Button>
      </div>
      {key && (
        <section className="card">
          <p>{words.registerLead}</p>
          <p className="id">{key}</p>
        </section>
      )}
    </>
  )
}
