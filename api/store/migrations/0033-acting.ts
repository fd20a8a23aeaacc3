import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/**
 * Acting for somebody. `represents`: how many people the portal named. `acting`: JSON, for whom a session acts.
 * `under_age`: 1 while a person is below the age of deciding alone. A decision says how its representative stands to
 * its person, and whose account signed.
 */
export const acting: Migration = {
  async up(db: Kysely<unknown>) {
    const run = (text: string) => sql.raw(text).execute(db)
    await run('alter table session add column represents integer not null default 0')
    await run('alter table session add column under_age integer not null default 0')
    await run('alter table session add column acting text')
    await run('alter table patient add column under_age integer not null default 0')
    await run('alter table decision add column acting text')
    await run('alter table decision add column acting_patient text')
    await run('create index decision_acting on decision (subject, ordinal) where acting is not null')
    await run(
      'create table kept_decision (decision_id text not null primary key, subject text not null, at bigint not null)',
    )
    await run('create index kept_decision_of on kept_decision (subject)')
    await run(
      'create table disagreement (decision_id text not null primary key, subject text not null, at bigint not null)',
    )
    await run('create index disagreement_of on disagreement (subject)')
  },
}
