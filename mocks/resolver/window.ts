import { Hono } from 'hono'
import { z } from 'zod'
import { id4Of } from '../id4.ts'
import { consentStyle } from '../portal/consent-page.ts'
import type { MockCoverage, Resident } from '../residents.ts'
import type { createSealer, Found } from '../sealing.ts'
import type { Numbers, Register } from './register.ts'
import { readPage, resultPage } from './window-page.ts'

/** For whom the terminal seals: Erabu's desk, and no database. */
export const DESK = 'erabu-desk'

/**
 * What the person shows: a card or a 資格確認書, which the terminal reads, or another document without a number. `form`:
 * the id of the form on the desk; what is sealed is then good for that form only.
 */
const Reading = z.object({
  resident: z.string(),
  document: z.enum(['card', 'certificate', 'other']),
  form: z
    .string()
    .trim()
    .max(64)
    .transform((form) => /F(-[0-9A-Z]{4}){3}/.exec(form)?.[0])
    .optional(),
})

/**
 * 模擬 the resolver's terminal at a window: it reads the document that a person shows, and hands out a sealed subject for
 * Erabu's desk. No number is typed or shown. `POST` with JSON is for scripts. @param byNumber whom the number on a document
 * leads to, and by which identifier. `path`: where it is served.
 */
export function createWindow({
  residents,
  register,
  seal,
  byNumber,
  path,
}: {
  residents: readonly Resident[]
  register: Register
  seal: ReturnType<typeof createSealer>
  byNumber(numbers: Numbers): Found
  path: string
}) {
  /** By the number that the document carries; without one, by name, birth date and sex, which several may share. */
  function find(resident: Resident, document: z.infer<typeof Reading>['document']): Found {
    if (document === 'other')
      return { content: { scheme: 'id4', id4: id4Of(resident), candidates: register.candidates(resident) } }
    const newest = register.people().find(({ id }) => id === resident.id)?.coverages[0]
    return newest ? byNumber(numbersOf(newest)) : { error: 'unknown_coverage' }
  }

  async function read(body: unknown) {
    const reading = Reading.safeParse(body)
    if (!reading.success) return { status: 400, error: 'invalid_request' } as const
    const { document, form } = reading.data
    const resident = residents.find(({ id }) => id === reading.data.resident)
    if (!resident) return { status: 404, error: 'unknown_resident' } as const
    const found = find(resident, document)
    if ('error' in found) return { status: 404, error: found.error } as const
    const subject = await seal({ ...found.content, ...(form ? { form } : {}) }, DESK)
    return { status: 200, subject, identity: document } as const
  }

  return new Hono()
    .get('/', (c) => c.html(readPage(path, residents)))
    .get('/window.css', (c) => c.body(consentStyle, 200, { 'Content-Type': 'text/css; charset=utf-8' }))
    .post('/', async (c) => {
      const isScript = c.req.header('content-type')?.startsWith('application/json')
      const answer = await read(isScript ? await c.req.json().catch(() => null) : await c.req.parseBody())
      const { status, ...said } = answer
      if (isScript) return c.json(said, status)
      return c.html(resultPage(path, 'subject' in said ? said.subject : null), status)
    })
}

const numbersOf = ({ insurer_number, symbol, number, branch }: MockCoverage) => ({
  insurer_number,
  symbol,
  number,
  branch,
})
