import { useState } from 'react'
import type { CaseBody, CaseSays, CaseView } from '../../../api/contract/cases.ts'
import { api } from '../http/api.ts'
import { serverNow, today } from '../http/clock.ts'
import { isActing } from '../http/whom.ts'
import type { Loadable } from '../state/loadable.ts'
import { fresh, repeated, type Task, useTask } from '../state/task.ts'

/** What a question to the operator is about. `ref`: the report of a use, as `GET /api/usage` names it. */
export type Matter = { database: string } & (
  | { about: 'use'; ref: string }
  | { about: 'outcome' | 'linkage'; ref?: never }
)

/** A case as its question opened it. `isEarlier`: the same question was open already, and this is its case. */
export type Taken = { number: string; opened_at: string; due_on: string; isEarlier: boolean }

/** A case that is younger counts as opened by this question: its answer may have been lost, and asked again. */
const JUST_NOW_MS = 60_000

/**
 * The person's cases, newest first: none while one acts for somebody. They are not stored on the device. `refresh`
 * loads them again.
 */
export function useCases(): Loadable<CaseView[]> & { refresh(): void } {
  const [attempt, setAttempt] = useState(0)
  const state = useTask(`${attempt}`, cases)
  return { ...state, refresh: () => setAttempt((before) => before + 1) }
}

/** Asks the operator. Nothing is kept for later where it fails. @throws ApiError */
export const askOperator = (matter: Matter, says: CaseSays): Promise<Taken> => ask({ ...matter, says })

/** Tells the operator that the portal returned somebody else's data. Nothing else is sent. @throws ApiError */
export const sayNotMe = (): Promise<Taken> => ask({ about: 'person', says: 'not-mine' })

async function ask(question: CaseBody): Promise<Taken> {
  const from = serverNow().getTime() - JUST_NOW_MS
  const taken = (await api.ask(question)).case
  return { ...taken, isEarlier: Date.parse(taken.opened_at) < from }
}

/** Whether a case is about the same thing. */
export const isAbout = ({ about, database, ref }: CaseView, matter: Matter): boolean =>
  about === matter.about && database === matter.database && ref === matter.ref

/** How a case stands. `overdue`: the day on which it was to be answered, in Japan, is over. */
export const standingOfCase = ({
  state,
  due_on,
}: Pick<CaseView, 'state' | 'due_on'>): CaseView['state'] | 'overdue' =>
  state === 'open' && due_on < today() ? 'overdue' : state

function cases(): Task<CaseView[]> {
  return repeated(async (publish) => {
    publish(fresh(isActing() ? [] : (await api.cases()).cases))
    return null
  })
}
