// @vitest-environment happy-dom
import { delay, HttpResponse, http } from 'msw'
import { setupServer } from 'msw/node'
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { ApiError, api } from '../../../../web/data/http/api.ts'
import { whenNotSignedIn } from '../../../../web/data/http/request.ts'

const server = setupServer()
beforeAll(() => server.listen({ onUnhandledFrame: 'error' }))
afterEach(() => server.resetHandlers())
afterAll(() => server.close())

const problem = (code: string, status: number, headers: Record<string, string> = {}) =>
  new HttpResponse(
    JSON.stringify({ type: `urn:erabu:problem:${code}`, title: '', status, request_id: '1' }),
    {
      status,
      headers: { 'content-type': 'application/problem+json', ...headers },
    },
  )

async function failure(answer: () => Response | Promise<Response>): Promise<Partial<ApiError>> {
  server.use(http.get('/api/databases', answer))
  const error = await api.databases().catch((error: unknown) => error)
  if (!(error instanceof ApiError)) throw new Error('no ApiError')
  return { code: error.code, status: error.status, retryAfter: error.retryAfter }
}

describe('an answer other than 2xx', () => {
  test('has its problem code', async () => {
    expect(await failure(() => problem('proofing-required', 403))).toEqual({
      code: 'proofing-required',
      status: 403,
      retryAfter: undefined,
    })
  })

  test('has the seconds to wait, sent as a number or as a date', async () => {
    expect(await failure(() => problem('rate-limited', 429, { 'retry-after': '7' }))).toMatchObject({
      code: 'rate-limited',
      retryAfter: 7,
    })
    const date = new Date(Date.now() + 20_000).toUTCString()
    const { retryAfter } = await failure(() => problem('unavailable', 503, { 'retry-after': date }))
    expect(retryAfter).toBeGreaterThanOrEqual(18)
    expect(retryAfter).toBeLessThanOrEqual(20)
  })

  test.each([
    ['a page of a proxy', () => HttpResponse.html('<h1>Bad Gateway</h1>', { status: 502 })],
    ['a code that is not in the table', () => problem('no-such-code', 400)],
    ['a code inherited from Object', () => problem('constructor', 400)],
    ['another kind of problem', () => HttpResponse.json({ type: 'about:blank' }, { status: 500 })],
    ['a problem without a text type', () => HttpResponse.json({ type: 5 }, { status: 500 })],
    ['JSON null', () => HttpResponse.json(null, { status: 500 })],
    ['a success that is a sign-in page of a network', () => HttpResponse.html('<h1>Wi-Fi</h1>')],
  ])('is unreadable when it is %s', async (_what, answer) => {
    expect(await failure(answer)).toMatchObject({ code: 'unreadable' })
  })

  test('is offline when the network fails', async () => {
    expect(await failure(() => HttpResponse.error())).toMatchObject({ code: 'offline', status: 0 })
  })

  test('is offline after ten seconds without an answer', async () => {
    vi.spyOn(AbortSignal, 'timeout').mockImplementation((ms) => {
      expect(ms).toBe(10_000)
      return AbortSignal.abort(new DOMException('', 'TimeoutError'))
    })
    expect(await failure(() => delay('infinite') as never)).toMatchObject({ code: 'offline' })
  })
})

test('the end of a session is announced, other refusals are not', async () => {
  const ended = vi.fn()
  whenNotSignedIn(ended)
  await failure(() => problem('proofing-required', 403))
  expect(ended).not.toHaveBeenCalled()
  await failure(() => problem('not-signed-in', 401))
  expect(ended).toHaveBeenCalledOnce()
})

describe('a call', () => {
  test('sends JSON and the idempotency key', async () => {
    let sent: { type: string | null; key: string | null; body: unknown } | undefined
    server.use(
      http.post('/api/decisions', async ({ request }) => {
        sent = {
          type: request.headers.get('content-type'),
          key: request.headers.get('idempotency-key'),
          body: await request.json(),
        }
        return HttpResponse.json({ done: true }, { status: 201 })
      }),
    )
    const body = { decision: { choice: 'stop' }, response: {} } as unknown as Parameters<typeof api.decide>[0]
    await api.decide(body, 'key-1234')
    expect(sent).toEqual({ type: 'application/json', key: 'key-1234', body })
  })

  test('other than GET carries the JSON content type even without a body', async () => {
    let type: string | null = null
    server.use(
      http.delete('/api/session', ({ request }) => {
        type = request.headers.get('content-type')
        return new HttpResponse(null, { status: 204 })
      }),
    )
    expect(await api.signOut()).toBeUndefined()
    expect(type).toBe('application/json')
  })

  test('escapes an id from the address bar', async () => {
    let path = ''
    server.use(
      http.get('/api/portal/requests/*', ({ request }) => {
        path = new URL(request.url).pathname
        return HttpResponse.json({ status: 'pending' })
      }),
    )
    await api.proofing('../../session?x')
    expect(path).toBe('/api/portal/requests/..%2F..%2Fsession%3Fx')
  })

  test('accepts a receipt only as application/jwt', async () => {
    server.use(
      http.get('/api/decisions/a/receipt', () =>
        HttpResponse.text('a.b.c', { headers: { 'content-type': 'application/jwt' } }),
      ),
      http.get('/api/decisions/b/receipt', () => HttpResponse.html('<h1>Wi-Fi</h1>')),
    )
    expect(await api.receipt('a')).toBe('a.b.c')
    await expect(api.receipt('b')).rejects.toMatchObject({ code: 'unreadable' })
  })
})
