// @vitest-environment happy-dom
import { HttpResponse, http } from 'msw'
import { setupServer } from 'msw/node'
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import { api } from '../../../web/data/http/api.ts'
import { whenNotSignedIn } from '../../../web/data/http/request.ts'
import { enterVisit, leaveVisit } from '../../../web/kiosk/visit/visit.ts'

const server = setupServer()
beforeAll(() => server.listen({ onUnhandledFrame: 'error' }))
afterEach(() => {
  leaveVisit()
  server.resetHandlers()
})
afterAll(() => server.close())

const SESSION = { patient: null, proofed: true }
const ENDED = { type: 'urn:erabu:problem:not-signed-in', title: '', status: 401, request_id: '1' }
const answering = (body: object, status: number, visit: string | null) =>
  server.use(
    http.get('/api/session', () =>
      HttpResponse.json(body, { status, headers: visit === null ? {} : { 'erabu-visit': visit } }),
    ),
  )

test.each(['one', null])('an answer of the page’s own visit or of none (%s) is read', async (visit) => {
  enterVisit('one')
  answering(SESSION, 200, visit)
  expect(await api.session()).toEqual(SESSION)
})

test('an answer of another visit is dropped', async () => {
  enterVisit('one')
  answering(SESSION, 200, 'two')
  await expect(api.session()).rejects.toMatchObject({ code: 'unreadable' })
})

test('the end of another visit does not end this one', async () => {
  const ended = vi.fn()
  whenNotSignedIn(ended)
  enterVisit('one')
  answering(ENDED, 401, 'two')
  await expect(api.session()).rejects.toMatchObject({ code: 'unreadable' })
  expect(ended).not.toHaveBeenCalled()
  answering(ENDED, 401, 'one')
  await expect(api.session()).rejects.toMatchObject({ code: 'not-signed-in' })
  expect(ended).toHaveBeenCalledOnce()
})
