import type { AuditTrail } from '../audit/trail.ts'
import type { Databases } from '../catalogue/load.ts'
import type { ProjectAnswer, ProjectBody } from '../contract/projects.ts'
import { projectDigest } from '../domain/audit.ts'
import { dayInJapan } from '../domain/calendar.ts'
import type { Clock } from '../domain/clock.ts'
import type { Random } from '../domain/random.ts'
import { ProblemError } from '../problem.ts'
import {
  findProject,
  insertVersion,
  isUsed,
  lockProject,
  makeProject,
  type Project,
} from '../store/records/projects.ts'
import type { ProjectVersionRow } from '../store/records/rows.ts'
import type { Store, Transactor } from '../store/store.ts'

/** Members that the first use of a project fixes. */
const FIXED = ['approved_on', 'purpose'] as const

/** The projects of databases: what was approved for a use of records. Every earlier content of a project is kept. */
export function createProjects({
  store,
  audit,
  clock,
  random,
  databases,
}: {
  store: Store
  audit: AuditTrail
  clock: Clock
  random: Random
  databases: Databases
}) {
  /** @throws ProblemError where the purpose or the days are impossible. */
  function check(database_id: string, { purpose, approved_on, ends_on }: ProjectBody): void {
    if (!databases.find(database_id)?.purposes.includes(purpose)) throw new ProblemError('unknown-purpose')
    if (approved_on > dayInJapan(clock.now())) throw wrongDay('approved_on', 'is after today in Japan')
    if (ends_on < approved_on)
      throw new ProblemError('ends-before-approval', {
        issues: [{ path: 'ends_on', message: 'is before approved_on' }],
      })
  }

  /** Makes this the content of a locked project. */
  async function change(
    tx: Transactor,
    kind: 'project' | 'erasure',
    content: Omit<ProjectVersionRow, 'at' | 'change'>,
  ): Promise<void> {
    const row = { ...content, at: clock.now().getTime(), change: random.id() }
    await insertVersion(tx, row)
    await audit.record(tx, { kind, reference: row.change, digest: projectDigest(row) })
  }

  return {
    /**
     * Registers a project, or changes it. The same content again changes nothing. A project that was used before it was
     * registered stays without an approval.
     * @throws ProblemError unknown-purpose, ends-before-approval, invalid-request; project-fixed where a use rests on
     *   what would change.
     */
    async put(
      database_id: string,
      id: string,
      body: ProjectBody,
    ): Promise<{ created: boolean; project: ProjectAnswer }> {
      check(database_id, body)
      const of = { database_id, id }
      return store.transact(
        async (tx) => {
          await makeProject(tx, of)
          const before = await findProject(tx, of)
          const fixed = FIXED.find((member) => before?.[member] !== body[member])
          if (fixed && (await isUsed(tx, of)))
            throw new ProblemError('project-fixed', {
              issues: [{ path: fixed, message: 'is fixed by the first use' }],
            })
          const version = (before?.version ?? 0) + 1
          const erased_on = before?.erased_on ?? null
          if (!before || !isSame(before, body))
            await change(tx, 'project', { database_id, project_id: id, version, ...body, erased_on })
          return { created: before === null, project: { id, ...body, erased_on } }
        },
        { lane: 'later' },
      )
    },

    /**
     * Notes when the records of a project were erased. Another day replaces the one before.
     * @throws ProblemError not-found; invalid-request for a day in the future, or before the approval.
     */
    async erase(database_id: string, id: string, erased_on: string): Promise<ProjectAnswer> {
      if (erased_on > dayInJapan(clock.now())) throw wrongDay('erased_on', 'is after today in Japan')
      const of = { database_id, id }
      return store.transact(
        async (tx) => {
          await lockProject(tx, of)
          const before = await findProject(tx, of)
          if (!before) throw new ProblemError('not-found')
          if (erased_on < before.approved_on) throw wrongDay('erased_on', 'is before approved_on')
          const { at: _at, change: _change, used_at: _used, ...content } = before
          if (before.erased_on !== erased_on)
            await change(tx, 'erasure', { ...content, version: before.version + 1, erased_on })
          return { id, ...bodyOf(before), erased_on }
        },
        { lane: 'later' },
      )
    },
  }
}

export type Projects = ReturnType<typeof createProjects>

const wrongDay = (path: string, message: string) =>
  new ProblemError('invalid-request', { issues: [{ path, message }] })

const bodyOf = (row: Project): ProjectBody => ({
  title: row.title,
  organisation: row.organisation,
  purpose: row.purpose,
  approved_by: row.approved_by,
  approved_on: row.approved_on,
  environment: row.environment,
  form: row.form,
  ends_on: row.ends_on,
  erase_by: row.erase_by,
})

const isSame = (row: Project, body: ProjectBody): boolean =>
  Object.entries(bodyOf(row)).every(([member, value]) => body[member as keyof ProjectBody] === value)
