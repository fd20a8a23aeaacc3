import type { Reader, Transactor } from '../store.ts'
import type { ProjectRow, ProjectVersionRow } from './rows.ts'

/** A project of a database, as its holder identifies it. */
type Which = { database_id: string; id: string }

/** A project as it is now. */
export type Project = ProjectVersionRow & Pick<ProjectRow, 'used_at'>

/** Every registered project with what it is now, as `v`. */
export const projectsNow = (db: Reader) =>
  db
    .selectFrom('project')
    .innerJoin('project_version as v', (join) =>
      join
        .onRef('v.database_id', '=', 'project.database_id')
        .onRef('v.project_id', '=', 'project.id')
        .onRef('v.version', '=', 'project.version'),
    )

/** Null: no such project is registered. */
export const findProject = async (db: Reader, { database_id, id }: Which): Promise<Project | null> =>
  (await projectsNow(db)
    .selectAll('v')
    .select('project.used_at')
    .where('project.database_id', '=', database_id)
    .where('project.id', '=', id)
    .executeTakeFirst()) ?? null

/** Makes transactions about the same project wait for each other. A project that is new is made, without content. */
export async function makeProject(tx: Transactor, which: Which): Promise<void> {
  await tx
    .insertInto('project')
    .values({ ...which, version: 0, used_at: null })
    .onConflict((conflict) => conflict.columns(['database_id', 'id']).doNothing())
    .execute()
  await lockProject(tx, which)
}

/** Locks a project that exists, until the transaction ends. */
export const lockProject = (tx: Transactor, { database_id, id }: Which) =>
  tx
    .selectFrom('project')
    .select('id')
    .where('database_id', '=', database_id)
    .where('id', '=', id)
    .forUpdate()
    .execute()

/** Makes this what a locked project is from now on. */
export async function insertVersion(tx: Transactor, row: ProjectVersionRow): Promise<void> {
  await tx.insertInto('project_version').values(row).execute()
  await tx
    .updateTable('project')
    .set({ version: row.version })
    .where('database_id', '=', row.database_id)
    .where('id', '=', row.project_id)
    .execute()
}

/** Notes the first use of a locked project. */
export const noteUsed = (tx: Transactor, { database_id, id }: Which, used_at: number) =>
  tx
    .updateTable('project')
    .set({ used_at })
    .where('database_id', '=', database_id)
    .where('id', '=', id)
    .where('used_at', 'is', null)
    .execute()

/** Whether a use of a project was reported, also before it was registered. */
export const isUsed = async (db: Reader, { database_id, id }: Which): Promise<boolean> =>
  (await db
    .selectFrom('usage')
    .select('id')
    .where('database_id', '=', database_id)
    .where('project_id', '=', id)
    .limit(1)
    .executeTakeFirst()) !== undefined

/** What these changes made of their projects. */
export const versionsOfChanges = (db: Reader, changes: string[]): Promise<ProjectVersionRow[]> =>
  db.selectFrom('project_version').selectAll().where('change', 'in', changes).execute()
