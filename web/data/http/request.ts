import { noteServerTime, serverNow } from './clock.ts'
import { ApiError, isProblemCode } from './failure.ts'
import { tellForeign, whomTurn } from './whom.ts'

const TIMEOUT_MS = 10_000
/** Prefix of the RFC 9457 `type` of our problems; the code follows. */
const PREFIX = 'urn:erabu:problem:'

type Request = {
  method?: 'POST' | 'PATCH' | 'PUT' | 'DELETE'
  body?: unknown
  headers?: Record<string, string>
}

const notSignedIn = new Set<() => void>()
const answered = new Set<() => void>()

/** Calls `listener` whenever the api reports that the session has ended. */
export function whenNotSignedIn(listener: () => void): void {
  notSignedIn.add(listener)
}

/** Calls `listener` after every answer of the api, whatever its status. */
export function whenAnswered(listener: () => void): void {
  answered.add(listener)
}

/**
 * What every request carries in addition: headers, a signal that may end it early, and a test whether an answer
 * belongs to this page.
 */
type Carried = {
  headers?: Record<string, string>
  until?: (timeout: AbortSignal) => AbortSignal
  isOurs?: (answer: Headers) => boolean
}
let carried: () => Carried = () => ({})

/**
 * Makes every later request carry what `carry` returns. A request ended early fails as `offline`, a foreign answer as
 * `unreadable`.
 */
export function whenSending(carry: () => Carried): void {
  carried = carry
}

/** Sends a request and returns the JSON of the answer, `undefined` for 204. Throws ApiError. */
export async function requestJson<T>(path: string, request: Request = {}): Promise<T> {
  const { response, text } = await send(path, request, 'application/json')
  return response.status === 204 ? (undefined as T) : (parse(text, response.status) as T)
}

/** Sends a request and returns text of exactly this media type. Throws ApiError. */
export async function requestText(path: string, mediaType: string): Promise<string> {
  const { response, text } = await send(path, {}, mediaType)
  if (!response.headers.get('content-type')?.startsWith(mediaType)) {
    throw new ApiError('unreadable', response.status)
  }
  return text
}

async function send(path: string, { method, body, headers }: Request, accept: string) {
  const { until, headers: always, isOurs } = carried()
  const turn = whomTurn()
  const timeout = AbortSignal.timeout(TIMEOUT_MS)
  const init: RequestInit = {
    method: method ?? 'GET',
    credentials: 'same-origin',
    cache: 'no-store',
    headers: { accept, ...(method ? { 'content-type': 'application/json' } : {}), ...always, ...headers },
    signal: until?.(timeout) ?? timeout,
  }
  if (body !== undefined) init.body = JSON.stringify(body)
  const answer = await fetch(path, init)
    .then(async (response) => ({ response, text: await response.text() }))
    .catch(() => {
      throw new ApiError('offline')
    })
  if (isOurs?.(answer.response.headers) === false) throw new ApiError('unreadable', answer.response.status)
  for (const listener of answered) listener()
  noteServerTime(answer.response.headers.get('date'))
  if (!answer.response.ok) throw refusal(answer.response, answer.text, turn)
  return answer
}

/** @param turn whose turn it was when the request was sent. Its session may be over, and that of whom the page is about not. */
function refusal(response: Response, text: string, turn: number): ApiError {
  const { type, removed_at } = parse(text, response.status) as { type?: unknown; removed_at?: unknown }
  const code = typeof type === 'string' && type.startsWith(PREFIX) ? type.slice(PREFIX.length) : ''
  if (!isProblemCode(code)) return new ApiError('unreadable', response.status)
  const isOver = code === 'not-signed-in'
  if (isOver && turn === whomTurn()) for (const listener of notSignedIn) listener()
  else if (isOver || code === 'acting') tellForeign()
  const removedAt = typeof removed_at === 'string' ? removed_at : undefined
  return new ApiError(code, response.status, retryAfter(response.headers), removedAt)
}

function parse(text: string, status: number): object {
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value === 'object' && value !== null) return value
  } catch {
    // Not JSON: rejected below, as is any other wrong shape.
  }
  throw new ApiError('unreadable', status)
}

/** Reads Retry-After, seconds or a date (RFC 9110 §10.2.3), as seconds. */
function retryAfter(headers: Headers): number | undefined {
  const value = headers.get('retry-after')
  if (value === null) return undefined
  const seconds = /^\d+$/.test(value)
    ? Number(value)
    : Math.ceil((Date.parse(value) - serverNow().getTime()) / 1000)
  return Number.isFinite(seconds) ? Math.max(0, seconds) : undefined
}
