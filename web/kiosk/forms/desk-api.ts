import type { CatalogueAnswer } from '../../../api/contract/catalogue.ts'
import type {
  EndedAnswer,
  EntriesAnswer,
  EntryAnswer,
  EntryOptions,
  EntryOptionsBody,
  ReturnReason,
} from '../../../api/contract/desk/entries.ts'
import type { DeskSessionAnswer } from '../../../api/contract/desk/staff.ts'
import type { CreationOptions, RequestOptions } from '../../../api/contract/patient.ts'

const PREFIX = 'urn:erabu:problem:'
const TIMEOUT_MS = 15_000

/** Why a call or a key failed: the code of a problem, `offline`, or `key` where the key did not sign. */
export class DeskFailure extends Error {
  override readonly name = 'DeskFailure'
  readonly code: string
  constructor(code: string) {
    super(code)
    this.code = code
  }
}

async function call<T>(path: string, method = 'GET', body?: unknown): Promise<T> {
  const given = new AbortController()
  const timer = setTimeout(() => given.abort(), TIMEOUT_MS)
  const answer = await fetch(path, {
    method,
    credentials: 'same-origin',
    cache: 'no-store',
    headers: {
      accept: 'application/json',
      ...(method === 'GET' ? {} : { 'content-type': 'application/json' }),
    },
    signal: given.signal,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
    .catch(() => {
      throw new DeskFailure('offline')
    })
    .finally(() => clearTimeout(timer))
  if (answer.status === 204) return undefined as T
  const said = (await answer.json().catch(() => ({}))) as { type?: unknown }
  if (answer.ok) return said as T
  throw new DeskFailure(typeof said.type === 'string' ? said.type.replace(PREFIX, '') : 'internal')
}

const post = <T>(path: string, body: unknown) => call<T>(`/api/desk${path}`, 'POST', body)
const entry = (id: string, act: string) => `/entries/${encodeURIComponent(id)}/${act}`

/** What a key answers. A refusal, a timeout and a wrong key all look alike. */
const byKey = <T>(ceremony: Promise<T>): Promise<T> =>
  ceremony.catch(() => {
    throw new DeskFailure('key')
  })

async function sign(optionsJSON: RequestOptions) {
  const { startAuthentication } = await import('@simplewebauthn/browser')
  return byKey(startAuthentication({ optionsJSON }))
}

export const deskApi = {
  session: () => call<DeskSessionAnswer>('/api/desk/session'),
  entries: async () => (await call<EntriesAnswer>('/api/desk/entries')).entries,
  databases: async () =>
    (await call<CatalogueAnswer>('/api/catalogue')).databases.filter(({ stoppable }) => stoppable),
  signOut: () => call<void>('/api/desk/session', 'DELETE'),

  async register(invite: string): Promise<void> {
    const optionsJSON = await post<CreationOptions>('/keys/options', { invite })
    const { startRegistration } = await import('@simplewebauthn/browser')
    await post('/keys', { invite, response: await byKey(startRegistration({ optionsJSON })) })
  },
  async signIn(): Promise<void> {
    await post('/sessions', { response: await sign(await post<RequestOptions>('/sessions/options', {})) })
  },
  /** Enters a form, signed by the key. */
  async enter(form: EntryOptionsBody): Promise<EntryAnswer> {
    const { options } = await post<EntryOptions>('/entries/options', form)
    return post('/entries', { ...form, response: await sign(options) })
  },
  /** Records a form that somebody else has entered, signed by the key. */
  async confirm(id: string): Promise<{ number: string; jws: string }> {
    const { options } = await post<EntryOptions>(entry(id, 'options'), {})
    const ended = await post<EndedAnswer>(entry(id, 'confirm'), { response: await sign(options) })
    if (ended.state !== 'recorded') throw new DeskFailure('internal')
    return ended.receipt
  },
  giveBack: (id: string, reason: ReturnReason) => post<EndedAnswer>(entry(id, 'return'), { reason }),
}
