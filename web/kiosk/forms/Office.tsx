import { lazy, Suspense, useCallback, useEffect, useState } from 'react'
import type { PublicDatabase } from '../../../api/contract/catalogue.ts'
import type { EntriesAnswer } from '../../../api/contract/desk/entries.ts'
import type { DeskSessionAnswer } from '../../../api/contract/desk/staff.ts'
import type { FormsMessages } from '../../text/ja/forms.ts'
import { Button } from '../../ui/Button.tsx'
import { Waiting } from '../../ui/Waiting.tsx'
import { Closed } from './Closed.tsx'
import { DeskFailure, deskApi } from './desk-api.ts'
import { EntryCard } from './EntryCard.tsx'
import { EntryForm } from './EntryForm.tsx'
import type { Said } from './said.ts'

const ReceiptPaper = lazy(async () => ({ default: (await import('./ReceiptPaper.tsx')).ReceiptPaper }))

type Known =
  | { at: 'unknown' | 'closed' }
  | {
      at: 'open'
      session: DeskSessionAnswer
      entries: EntriesAnswer['entries']
      databases: PublicDatabase[]
    }

/** What the staff of a desk see: a form to enter, and forms that wait. No person, no database of anybody. */
export function Office({ words }: { words: FormsMessages; onNews(news: string): void }) {
  const [known, setKnown] = useState<Known>({ at: 'unknown' })
  const [said, setSaid] = useState<Said | null>(null)
  const [failed, setFailed] = useState<string | null>(null)
  const [entered, setEntered] = useState(0)

  const look = useCallback(async () => {
    try {
      const [session, entries, databases] = await Promise.all([
        deskApi.session(),
        deskApi.entries(),
        deskApi.databases(),
      ])
      setKnown({ at: 'open', session, entries, databases })
    } catch (error) {
      if (error instanceof DeskFailure && error.code === 'offline') setFailed('offline')
      else setKnown({ at: 'closed' })
    }
  }, [])
  useEffect(() => void look(), [look])

  /** Does one thing, says what came of it, and looks again. */
  const attempt = (task: () => Promise<Said | null>) => {
    setFailed(null)
    setSaid(null)
    task().then(
      (done) => {
        setSaid(done)
        if (done) setEntered((times) => times + 1)
        return look()
      },
      (error) => {
        setFailed(error instanceof DeskFailure ? error.code : 'internal')
        return look()
      },
    )
  }

  return (
    <>
      <h1>{words.title}</h1>
      <p>{words.lead}</p>
      <div role="status">
        {said && (
          <p className="notice information">
            <strong>{said.text}</strong>
          </p>
        )}
      </div>
      {said?.receipt && (
        <Suspense fallback={<Waiting>{words.looking}</Waiting>}>
          <ReceiptPaper words={words} receipt={said.receipt} />
        </Suspense>
      )}
      {failed && (
        <p className="notice error" role="alert">
          {words.failures[failed as keyof FormsMessages['failures']] ?? words.failures.internal}
        </p>
      )}
      {known.at === 'unknown' && <Waiting>{words.looking}</Waiting>}
      {known.at === 'closed' && <Closed words={words} attempt={attempt} />}
      {known.at === 'open' && (
        <>
          <p>{words.who(known.session.staff.name, known.session.desk.name)}</p>
          <EntryForm key={entered} words={words} databases={known.databases} attempt={attempt} />
          <h2>{words.waitingTitle}</h2>
          {known.entries.length === 0 && <p>{words.none}</p>}
          {known.entries.map((entry) => (
            <EntryCard
              key={entry.id}
              entry={entry}
              words={words}
              databases={known.databases}
              attempt={attempt}
            />
          ))}
          <div className="buttons">
            <Button look="outline" onClick={() => attempt(async () => null)}>
              {words.again}
            </Button>
            <Button look="text" onClick={() => attempt(() => deskApi.signOut().then(() => null))}>
              {words.signOut}
            </Button>
          </div>
        </>
      )}
    </>
  )
}
