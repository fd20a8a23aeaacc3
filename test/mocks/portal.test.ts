import { describe, expect, test } from 'vitest'
import { residents } from '../../mocks/residents.ts'
import { openPortal, REDIRECT_URI } from './portal-visit.ts'

const page = async (query: Record<string, string>) => {
  const { app, asked } = await openPortal()
  return app.request(`/authorize?${new URLSearchParams({ ...asked, ...query })}`)
}

describe('the consent page', () => {
  test('is a form that offers every resident and carries the query on', async () => {
    const { app, asked } = await openPortal()
    const answer = await app.request(`/authorize?${new URLSearchParams(asked)}`)
    const text = await answer.text()
    expect(answer.status).toBe(200)
    for (const { id, name } of residents) {
      expect(text).toContain(`value="${id}"`)
      expect(text).toContain(name)
    }
    for (const [name, value] of Object.entries(asked))
      expect(text).toContain(`<input type="hidden" name="${name}" value="${value}" />`)
  })

  test('says that it is a mock, and shows nobody’s number', async () => {
    const text = await (await page({})).text()
    expect(text).toContain('模擬（デモ用）のマイナポータルです。本物ではありません。')
    expect(text).toMatch(/<title>模擬/)
    for (const { coverages } of residents)
      for (const { insurer_number } of coverages) expect(text).not.toContain(insurer_number)
  })

  test('repeats what it was asked with as text, never as markup', async () => {
    const markup = '"><script>alert(1)</script>'
    const answer = await page({ state: markup, [markup]: markup })
    const text = await answer.text()
    expect(text).not.toContain('<script')
    expect(text).toContain('&lt;script&gt;')
    expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'")
  })

  test.for([
    { client_id: 'somebody' },
    { redirect_uri: 'https://elsewhere.example/callback' },
    { redirect_uri: `${REDIRECT_URI}/more` },
    { state: '' },
    { code_challenge: 'short' },
    { code_challenge_method: 'plain' },
  ])('is not shown, and redirects nowhere, for %o', async (wrong) => {
    const { app, asked, submit } = await openPortal()
    const shown = await app.request(`/authorize?${new URLSearchParams({ ...asked, ...wrong })}`)
    expect([shown.status, shown.headers.get('location')]).toEqual([400, null])
    const sent = await submit({ ...wrong, resident: 'r01', agree: 'yes' })
    expect([sent.status, sent.headers.get('location')]).toEqual([400, null])
  })

  test('sends a person who declines back without a code, and without asking who they are', async () => {
    const { submit } = await openPortal()
    const answer = await submit({ agree: 'no' })
    expect(answer.status).toBe(303)
    const back = new URL(answer.headers.get('location') ?? '')
    expect(back.origin + back.pathname).toBe(REDIRECT_URI)
    expect(Object.fromEntries(back.searchParams)).toEqual({ error: 'access_denied', state: 'a state' })
  })

  test('does not take a resident who does not exist', async () => {
    const { submit } = await openPortal()
    expect((await submit({ agree: 'yes', resident: 'r99' })).status).toBe(400)
    expect((await submit({ agree: 'yes' })).status).toBe(400)
  })
})

describe('a code', () => {
  test('gives a token once, which names the same opaque person each time', async () => {
    const { consent, exchange, tokenOf } = await openPortal()
    const code = await consent('r01')
    const first = await exchange({ code })
    expect(first.status).toBe(200)
    const token = (await first.json()) as { sub: string }
    expect(token).toEqual({
      access_token: expect.stringMatching(/^[\w-]{32}$/),
      token_type: 'Bearer',
      expires_in: 600,
      sub: expect.stringMatching(/^[\w-]{43}$/),
    })
    const replayed = await exchange({ code })
    expect([replayed.status, await replayed.json()]).toEqual([400, { error: 'invalid_grant' }])
    expect((await tokenOf('r01')).sub).toBe(token.sub)
    expect((await tokenOf('r02')).sub).not.toBe(token.sub)
  })

  test.for([
    [400, 'invalid_grant', { code_verifier: 'the-verifier-of-somebody-else-0123456789-abc' }],
    [400, 'invalid_grant', { redirect_uri: 'https://elsewhere.example/callback' }],
    [400, 'invalid_grant', { code: 'invented' }],
    [400, 'unsupported_grant_type', { grant_type: 'client_credentials' }],
  ] as const)('is answered %i %s with %o', async ([status, error, wrong]) => {
    const { consent, exchange } = await openPortal()
    const answer = await exchange({ code: await consent('r01'), ...wrong })
    expect([answer.status, await answer.json()]).toEqual([status, { error }])
  })

  test('is spent by a wrong verifier', async () => {
    const { consent, exchange } = await openPortal()
    const code = await consent('r01')
    await exchange({ code, code_verifier: 'wrong' })
    expect((await exchange({ code })).status).toBe(400)
  })

  test('is valid only for the client, and for a minute', async () => {
    let ahead = 0
    const { consent, exchange } = await openPortal({ now: () => new Date(Date.now() + ahead) })
    const code = await consent('r01')
    const stranger = `Basic ${Buffer.from('erabu:guessed').toString('base64')}`
    const refused = await exchange({ code }, stranger)
    expect([refused.status, await refused.json()]).toEqual([401, { error: 'invalid_client' }])
    ahead = 61_000
    expect((await exchange({ code })).status).toBe(400)
  })
})
