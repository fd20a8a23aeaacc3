// @vitest-environment happy-dom
import { createHash, randomBytes } from 'node:crypto'
import { HttpResponse, http } from 'msw'
import { setupServer } from 'msw/node'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import type { Intent } from '../../../../api/contract/patient.ts'
import { decisionChallenge } from '../../../../api/domain/decision.ts'
import { prepareDecision } from '../../../../web/data/decision/prepare.ts'

const draft = { choice: 'stop', scope: { all: true }, words: '止《と》めます', locale: 'ja' } as const

const server = setupServer()
const open = vi.fn((_asked: CredentialRequestOptions) => new Promise(() => {}))
beforeAll(() => server.listen({ onUnhandledFrame: 'error' }))
beforeEach(() => {
  vi.stubGlobal('PublicKeyCredential', class {})
  vi.stubGlobal('navigator', { credentials: { get: open, create: open } })
})
afterEach(() => server.resetHandlers())
afterAll(() => server.close())

/** A server that prepares what `change` makes of what it was asked for. */
function answers(change: (intent: Intent) => Intent = (intent) => intent) {
  const asked: Intent[] = []
  const nonce = randomBytes(32).toString('base64url')
  server.use(
    http.post('/api/decisions/options', async ({ request }) => {
      const sent = (await request.json()) as { decision: Intent }
      asked.push(sent.decision)
      const decision = { ...change(sent.decision), id: 'decision-1' }
      const options = { challenge: decisionChallenge(nonce, decision), timeout: 120_000 }
      return HttpResponse.json({ decision, effects: [], nonce, options })
    }),
  )
  return asked
}

test('a draft is prepared as it was chosen, and the passkey is asked when it is told to', async () => {
  const asked = answers()
  const gone = new AbortController()
  const { preview, ask } = await prepareDecision(draft, () => ({ signal: gone.signal }))
  const text = createHash('sha256').update('止めます').digest('base64url')
  expect(asked).toEqual([{ choice: 'stop', scope: { all: true }, locale: 'ja', text }])
  expect(preview.decision.id).toBe('decision-1')
  expect(open).not.toHaveBeenCalled()
  const answer = ask()
  await vi.waitFor(() => expect(open).toHaveBeenCalledOnce())
  const challenge = open.mock.calls[0]?.[0].publicKey?.challenge as ArrayBuffer
  expect(Buffer.from(challenge).toString('base64url')).toBe(preview.options.challenge)
  gone.abort()
  await expect(answer).rejects.toMatchObject({ code: 'cancelled' })
})

test('where nobody says how long, the passkey’s window may stay as long as its challenge', async () => {
  answers()
  const { ask } = await prepareDecision(draft)
  vi.useFakeTimers()
  const answer = ask().catch((error: unknown) => error)
  await vi.advanceTimersByTimeAsync(120_000)
  vi.useRealTimers()
  expect(await answer).toMatchObject({ code: 'cancelled' })
})

test('what the server made of a draft is not shown where it is something else', async () => {
  answers((intent) => ({ ...intent, choice: 'allow' }))
  await expect(prepareDecision(draft)).rejects.toMatchObject({ code: 'decision-mismatch' })
  expect(open).not.toHaveBeenCalled()
})
