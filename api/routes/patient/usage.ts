import { Hono } from 'hono'
import type { ProjectView, UsageAnswer } from '../../contract/patient.ts'
import type { Deps } from '../../deps.ts'
import { dayInJapan, timestamp } from '../../domain/calendar.ts'
import { projectWithoutPlaces } from '../../domain/safety/places.ts'
import { gravest } from '../../domain/uses/use-class.ts'
import type { Env } from '../../http/env.ts'
import { hidesPlaces } from '../../services/safety/safety.ts'
import { linkagesOf } from '../../store/records/linkages.ts'
import type { ProjectVersionRow } from '../../store/records/rows.ts'
import { projectsOf, type UseOf, usagesOf } from '../../store/records/usage.ts'

/** Uses of the person's records as the holders reported them. Where nothing was reported, since when. */
export const createUsageRoutes = ({ store, sessions }: Deps) =>
  new Hono<Env>().get('/usage', async (c) => {
    const { subject, session, told } = sessions.requirePerson(c)
    const { linkages, usages, projects, safe } = await store.read(async (db) => ({
      linkages: await linkagesOf(db, subject),
      usages: await usagesOf(db, subject),
      projects: await projectsOf(db, subject),
      safe: await hidesPlaces(db, { subject, session }),
    }))
    const viewOf = (...of: Parameters<typeof projectView>) =>
      safe ? projectWithoutPlaces(projectView(...of)) : projectView(...of)
    const databases = [...new Set([...linkages, ...usages].map(({ database_id }) => database_id))]
    const answer: UsageAnswer = {
      databases: databases.map((database) => {
        const uses = usages.filter(({ database_id }) => database_id === database)
        const linked = linkages.filter(({ database_id }) => database_id === database)
        const since = Math.max(
          ...uses.slice(0, 1).map(({ reported_at }) => reported_at),
          Math.min(...linked.map(({ registered_at }) => registered_at)),
        )
        return {
          database,
          uses: uses.map((use) => ({
            id: use.id,
            project: viewOf(
              use,
              projects.find((one) => one.database_id === database && one.project_id === use.project_id),
            ),
            from: use.from_day,
            to: use.to_day,
            reported_at: timestamp(use.reported_at),
            class: gravest(use.classes),
          })),
          nothing_reported_since: Number.isFinite(since) ? dayInJapan(new Date(since)) : null,
        }
      }),
      ...told,
    }
    return c.json(answer)
  })

/** A project as it was reported with a use, and what its database registered about it. */
const projectView = (use: UseOf, registered: ProjectVersionRow | undefined): ProjectView => ({
  id: use.project_id,
  title: use.title,
  organisation: use.organisation,
  purpose: use.purpose,
  approved_by: registered?.approved_by ?? null,
  approved_on: registered?.approved_on ?? null,
  environment: registered?.environment ?? null,
  form: registered?.form ?? null,
  ends_on: registered?.ends_on ?? null,
  erase_by: registered?.erase_by ?? null,
  erased_on: registered?.erased_on ?? null,
})
