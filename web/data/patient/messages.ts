import { useEffect, useState } from 'react'
import type { Message, MessagesAnswer } from '../../../api/contract/messages.ts'
import { api } from '../http/api.ts'
import { failureOf } from '../http/failure.ts'
import { isVisible, whenBack } from '../state/browser.ts'
import type { Loadable } from '../state/loadable.ts'
import { createStore, useStore } from '../state/store.ts'
import { fresh, repeated, type Task, useTask } from '../state/task.ts'

const answer = (): Task<MessagesAnswer> =>
  repeated(async (publish) => {
    publish(fresh(await api.messages()))
    return null
  })

/** The messages of the signed-in person, as they were when asked for. They are not stored on the device. */
export function useMessages(): { messages: Loadable<MessagesAnswer>; refresh(): void } {
  const [attempt, setAttempt] = useState(0)
  return {
    messages: useTask(`${attempt}`, answer),
    refresh: () => setAttempt((before) => before + 1),
  }
}

/**
 * Tells the service that these messages were shown, once somebody can see them. What cannot be told now is new the
 * next time.
 */
export function useMarkShown(shown: Message[]): void {
  useEffect(() => {
    let left = shown.filter(({ read_at }) => read_at === null)
    let isMarking = false
    let isOver = false
    async function mark() {
      if (isMarking) return
      isMarking = true
      try {
        for (let message = left[0]; message && !isOver && isVisible(); message = left[0]) {
          await api.readMessage(message.id).catch(unlessGone)
          left = left.slice(1)
        }
      } catch {
        // Those that are left wait until the page comes back.
      } finally {
        isMarking = false
      }
    }
    const tryToMark = () => void mark()
    // After the next frame they have been painted.
    const frame = requestAnimationFrame(() => requestAnimationFrame(tryToMark))
    const stop = whenBack(tryToMark)
    return () => {
      isOver = true
      cancelAnimationFrame(frame)
      stop()
    }
  }, [shown])
}

/** A message that is listed no more needs no mark. */
function unlessGone(error: unknown): void {
  if (failureOf(error).code !== 'not-found') throw error
}

/** The new messages; null until they are known. */
const unread = createStore<Message[] | null>(null, () => {
  refreshUnread()
  return whenBack(refreshUnread)
})

/** What is shown stays where a later look fails. */
function refreshUnread(): void {
  api.messages().then(
    ({ messages }) => unread.set(messages.filter(({ read_at }) => read_at === null)),
    () => {},
  )
}

/** The new messages; null until they are known. `version`: they are asked for again when it changes. */
export function useUnread(version: string): Message[] | null {
  useEffect(() => {
    if (version !== '') refreshUnread()
  }, [version])
  return useStore(unread)
}
