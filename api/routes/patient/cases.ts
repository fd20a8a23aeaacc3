import { Hono } from 'hono'
import { CaseBody, type CaseCreated, type CasesAnswer } from '../../contract/cases.ts'
import type { Deps } from '../../deps.ts'
import { timestamp } from '../../domain/calendar.ts'
import { json } from '../../http/body/validate.ts'
import type { Env } from '../../http/env.ts'
import { caseView } from '../../services/views/cases.ts'
import { casesOf } from '../../store/records/record.ts'

/** 問い合わせ: a person's questions to the operator, and the cases that the system opened about their records. */
export const createCaseRoutes = ({ store, sessions, askedCases }: Deps) =>
  new Hono<Env>()
    .post('/cases', json(CaseBody), async (c) => {
      const body = c.req.valid('json')
      // Whoever was taken for somebody else has no account there, and must not make one to say so.
      const session = body.about === 'person' ? sessions.requireKnown(c) : sessions.requirePatient(c)
      const row = await askedCases.ask(session, body)
      const answer: CaseCreated = {
        case: { number: row.number, opened_at: timestamp(row.opened_at), due_on: row.due_on },
      }
      return c.json(answer, 201)
    })
    .get('/cases', async (c) => {
      const { subject } = sessions.requirePatient(c)
      const answer: CasesAnswer = {
        cases: (await store.read((db) => casesOf(db, subject))).map(caseView),
      }
      return c.json(answer)
    })
