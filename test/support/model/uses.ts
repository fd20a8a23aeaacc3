import { expect } from 'vitest'
import { OutcomeCode } from '../../../api/contract/outcomes.ts'
import { numbersOf, ordinary } from '../people.ts'
import { usesOf } from '../uses.ts'
import type { World } from '../world.ts'
import type { CursorHolder } from './cursor-holder.ts'

type Told = { token: string; state: string }

/** The token of a person's linkage as its holder is told of it now, which registers it. */
async function toldOf({ holder }: CursorHolder, who: number): Promise<Told> {
  const [answer] = await holder.link('research', [numbersOf(ordinary(who))])
  if (!answer || 'error' in answer) throw new Error('not linked')
  return answer
}

/**
 * What one holder says of rows, projects and uses in the course of a model, and what must be answered: an outcome is
 * taken exactly where its holder was told that the token is revoked, and the first use fixes the approval of a project.
 */
export function createSaid() {
  const outcomes = new Map<string, string>()
  /** `approved_on` null: it is used and not registered. */
  const projects = new Map<string, { approved_on: string | null; used: boolean }>()
  const nameOf = ({ holder }: CursorHolder, id: string) => `${holder.database} ${id}`

  return {
    /** The newest outcome of a token; null: none was said. */
    of: (token: string) => outcomes.get(token) ?? null,

    async outcome(holder: CursorHolder, who: number, code: OutcomeCode): Promise<void> {
      const { token, state } = await toldOf(holder, who)
      const revoked = holder.told.filter(({ kind }) => kind === 'revoke').map((change) => change.token)
      const tokens = [...new Set([token, ...revoked, 'unknown'])]
      const lines = tokens.map((one) => JSON.stringify({ token: one, outcome: code, reason: 'law' }))
      const path = `/ssf/streams/${await holder.holder.streamId()}/outcomes`
      const answer = await holder.holder.send('POST', path, { ndjson: lines.join('\n') })
      const answers = (await answer.text())
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as object)
      const taken = (one: string) => revoked.includes(one) || (one === token && state === 'revoked')
      expect(answers).toEqual(
        tokens.map((one) => {
          if (one === 'unknown') return { error: 'not-found' }
          return taken(one) ? { token: one, outcome: code } : { error: 'not-revoked' }
        }),
      )
      for (const one of tokens) if (taken(one)) outcomes.set(one, code)
    },

    async project(holder: CursorHolder, id: string, approved_on: string): Promise<void> {
      const before = projects.get(nameOf(holder, id))
      const { status } = await usesOf(holder.holder).put(id, { approved_on })
      const isFixed = before?.used === true && before.approved_on !== approved_on
      expect(status).toBe(isFixed ? 409 : before ? 200 : 201)
      if (!isFixed) projects.set(nameOf(holder, id), { used: false, ...before, approved_on })
    },

    /**
     * @param project an id, or a description. @param days from when to when: the classes are checked in the store.
     */
    async use(
      holder: CursorHolder,
      who: number,
      project: string | { id: string },
      days: { from: string; to: string },
    ): Promise<void> {
      const { token } = await toldOf(holder, who)
      const revoked = holder.told.filter(({ kind }) => kind === 'revoke').map((change) => change.token)
      const tokens = [token, ...revoked, 'unknown', token]
      const answer = await usesOf(holder.holder).report(project, days, tokens)
      const name = nameOf(holder, typeof project === 'string' ? project : project.id)
      const before = projects.get(name)
      if (typeof project === 'string' && typeof before?.approved_on !== 'string')
        return expect(answer.status).toBe(422)
      projects.set(name, { approved_on: before?.approved_on ?? null, used: true })
      const { known, unknown, after_stop } = (await answer.json()) as Record<string, number>
      expect([answer.status, known, unknown]).toEqual([201, tokens.length - 1, 1])
      expect(after_stop).toBeLessThanOrEqual(tokens.length - 1)
    },

    /** A report whose process ends before its last line: nothing of it is ever visible. */
    async cut(world: World, holder: CursorHolder, who: number): Promise<void> {
      const { token } = await toldOf(holder, who)
      const days = { from: '2026-01-01', to: '2026-01-31' }
      const project = { id: 'cut', title: 't', organisation: 'o', purpose: 'research' } as const
      const head = { database: holder.holder.database, project, ...days }
      const { usageReports } = world.deps
      await usageReports.add(await usageReports.begin(head, null), [{ token, line: 2 }])
    },
  }
}

export type Said = ReturnType<typeof createSaid>

export const CODES = OutcomeCode.options
