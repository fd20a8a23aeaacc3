import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/** What was approved for uses of records: what a project was before it changed is kept. */
export const projects: Migration = {
  async up(db: Kysely<unknown>) {
    const run = (text: string) => sql.raw(text).execute(db)
    await run(`create table project (
      database_id text not null,
      id text not null,
      version integer not null,
      used_at bigint,
      primary key (database_id, id)
    )`)
    await run(`create table project_version (
      database_id text not null,
      project_id text not null,
      version integer not null,
      title text not null,
      organisation text not null,
      purpose text not null,
      approved_by text not null,
      approved_on text not null,
      environment text not null,
      form text not null,
      ends_on text not null,
      erase_by text not null,
      erased_on text,
      at bigint not null,
      change text not null unique,
      primary key (database_id, project_id, version),
      foreign key (database_id, project_id) references project (database_id, id)
    )`)
  },
}
