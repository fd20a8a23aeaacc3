import { useEffect, useState } from 'react'
import type { ActingFor, PeopleAnswer } from '../../../api/contract/acting.ts'
import { noteActed } from '../device/family.ts'
import { sendNow, signedNow } from '../device/outbox-access.ts'
import { ApiError, api } from '../http/api.ts'
import { serverNow } from '../http/clock.ts'
import { whenRefused, whomTurn } from '../http/whom.ts'
import type { Loadable } from '../state/loadable.ts'
import { fresh, repeated, type Task, useTask } from '../state/task.ts'
import { actedFor, useSession } from './session.ts'

/** For whom this session acts; null: nobody. */
export function useActingFor(): ActingFor | null {
  const session = useSession()
  return (session.status === 'signed-in' && session.session.for) || null
}

/** Whether the portal lets one act for somebody, and one acts for nobody. */
export function usePeopleOffer(): boolean {
  const session = useSession()
  return session.status === 'signed-in' && !session.session.for && (session.session.represents ?? 0) > 0
}

/** Whom the portal lets one act for. They are in no store: the next screen asks again. `refresh` asks again. */
export function usePeople(): Loadable<PeopleAnswer> & { refresh(): void } {
  const [attempt, setAttempt] = useState(0)
  return { ...useTask(`${attempt}`, people), refresh: () => setAttempt((before) => before + 1) }
}

/** Decisions of which a person has been told that they are not sent any more once the session is another person's. */
const told = new Set<string>()

/**
 * Makes this session another person's, or with `self` one's own again. Of the one before, only decisions without an
 * answer stay on the page. They are sent first, because their signature ends with this session.
 * @param arrive opens the first screen of that person, so that none before it is shown as theirs.
 * @throws ApiError and changes nothing; `unanswered` once for each decision that no answer comes for.
 */
export async function actFor(person: string, arrive: () => void): Promise<void> {
  await settleBefore()
  const answer = await api.act(person)
  arrive()
  actedFor(answer)
  void noteActed(person)
}

async function settleBefore(): Promise<void> {
  const isTold = (id: string) => told.has(id)
  if ((await signedNow()).every(isTold)) return
  const unanswered = await sendNow()
  if (unanswered.every(isTold)) return
  for (const id of unanswered) told.add(id)
  throw new ApiError('unanswered')
}

/** Makes this session one's own again. @throws ApiError */
export const beSelf = (arrive: () => void): Promise<void> => actFor('self', arrive)

/** Refusals that end acting. Whatever the api answers after the first of them does not take it back. */
const ENDS: ReadonlySet<string> = new Set(['proofing-required', 'not-represented'])

/**
 * How long one may go on acting, in seconds, by the server's clock. It changes once a second. `withdrawn`: the api has
 * said that one may not act for this person.
 */
export function useActingTime({ until }: ActingFor): { left: number; withdrawn: boolean } {
  const [left, setLeft] = useState(() => secondsTo(until))
  const [ended, setEnded] = useState({ turn: -1, code: '' })
  useEffect(() => {
    const look = () => setLeft(secondsTo(until))
    look()
    const timer = setInterval(look, 1_000)
    const stop = whenRefused((code) => {
      if (ENDS.has(code))
        setEnded((before) => (before.turn === whomTurn() ? before : { turn: whomTurn(), code }))
    })
    return () => {
      clearInterval(timer)
      stop()
    }
  }, [until])
  const why = ended.turn === whomTurn() ? ended.code : null
  return { left: why === 'proofing-required' ? 0 : left, withdrawn: why === 'not-represented' }
}

const secondsTo = (time: string): number =>
  Math.max(0, Math.ceil((Date.parse(time) - serverNow().getTime()) / 1_000))

function people(): Task<PeopleAnswer> {
  return repeated(async (publish) => {
    publish(fresh(await api.people()))
    return null
  })
}
