import type { AuthenticationResponseJSON, RegistrationResponseJSON } from '@simplewebauthn/browser'
import type { PeopleAnswer } from '../../../api/contract/acting.ts'
import type { CaseBody, CaseCreated, CasesAnswer } from '../../../api/contract/cases.ts'
import type { CatalogueAnswer } from '../../../api/contract/catalogue.ts'
import type { MessagesAnswer } from '../../../api/contract/messages.ts'
import type {
  CoverageAnswer,
  CreationOptions,
  DatabasesAnswer,
  DecisionAnswer,
  DecisionBody,
  DecisionOptions,
  DecisionsAnswer,
  Device,
  Intent,
  PasskeyCreated,
  PasskeysAnswer,
  ProofingAnswer,
  ProofingStarted,
  RequestOptions,
  SessionAnswer,
  UsageAnswer,
} from '../../../api/contract/patient.ts'
import type { PushAnswer, PushBody } from '../../../api/contract/push.ts'
import type { RecordAnswer } from '../../../api/contract/record.ts'
import { requestJson, requestText } from './request.ts'
import { aboutWhom } from './whom.ts'

export { ApiError } from './failure.ts'

/** Public keys as the api publishes them (RFC 7517 §5). */
export type KeySet = { keys: (JsonWebKey & { kid?: string })[] }

const get = <T>(path: string) => requestJson<T>(path)
const post = <T>(path: string, body: unknown, headers: Record<string, string> = {}) =>
  requestJson<T>(path, { method: 'POST', body, headers })
const id = encodeURIComponent

/** One function per call of the api. Each throws ApiError. */
export const api = {
  startProofing: (body: { device: Device; return_to: 'patient' | 'kiosk'; view?: string }) =>
    post<ProofingStarted>('/api/portal/requests', body),
  proofing: (proofing: string) => get<ProofingAnswer>(`/api/portal/requests/${id(proofing)}`),
  coverage: (proofing: string) =>
    aboutWhom(get<CoverageAnswer>(`/api/portal/requests/${id(proofing)}/coverage`)),
  passkeyOptions: (body: { device: Device; recover?: true }) =>
    post<CreationOptions>('/api/passkeys/options', body),
  createPasskey: (response: RegistrationResponseJSON) => post<PasskeyCreated>('/api/passkeys', { response }),
  passkeys: () => get<PasskeysAnswer>('/api/passkeys'),
  /** `known`: the person says that they know of a passkey made by recovery. */
  changePasskey: (passkey: string, change: { name: string } | { known: true }) =>
    requestJson<void>(`/api/passkeys/${id(passkey)}`, { method: 'PATCH', body: change }),
  removePasskey: (passkey: string) => requestJson<void>(`/api/passkeys/${id(passkey)}`, { method: 'DELETE' }),
  sessionOptions: (device: Device) => post<RequestOptions>('/api/sessions/options', { device }),
  signIn: (response: AuthenticationResponseJSON) => post<SessionAnswer>('/api/sessions', { response }),
  session: () => get<SessionAnswer>('/api/session'),
  people: () => get<PeopleAnswer>('/api/people'),
  /** `person`: an id of `people`, or `self`. */
  act: (person: string) => post<SessionAnswer>('/api/session/acting', { person }),
  turnSafe: (on: boolean) => requestJson<SessionAnswer>('/api/session/safe', { method: 'PUT', body: { on } }),
  signOut: () => requestJson<void>('/api/session', { method: 'DELETE' }),
  databases: () => aboutWhom(get<DatabasesAnswer>('/api/databases')),
  decisionOptions: (decision: Intent) =>
    aboutWhom(post<DecisionOptions>('/api/decisions/options', { decision })),
  /** `key`: the Idempotency-Key. The same key and body always return the same answer. */
  decide: (body: DecisionBody, key: string) =>
    aboutWhom(post<DecisionAnswer>('/api/decisions', body, { 'idempotency-key': key })),
  /** `before`: returns decisions older than this one; without it, the newest. */
  decisions: (before?: string) =>
    aboutWhom(get<DecisionsAnswer>(before ? `/api/decisions?before=${id(before)}` : '/api/decisions')),
  /** A representative's decision stays as it is, and its person is not asked about it again. */
  keepDecision: (decision: string) => post<void>(`/api/decisions/${id(decision)}/keep`, {}),
  /** Returns the receipt as a compact JWS. */
  receipt: (decision: string) => requestText(`/api/decisions/${id(decision)}/receipt`, 'application/jwt'),
  push: () => get<PushAnswer>('/api/push'),
  storePush: (subscription: PushBody) => post<void>('/api/push', subscription),
  forgetPush: () => requestJson<void>('/api/push', { method: 'DELETE' }),
  /** `before`: the cursor of a page; without it, the newest. */
  record: (before?: string) =>
    aboutWhom(get<RecordAnswer>(before ? `/api/record?before=${id(before)}` : '/api/record')),
  /** The whole record, a line of JSON for each entry. */
  recordFile: () => requestText('/api/record.ndjson', 'application/x-ndjson'),
  cases: () => get<CasesAnswer>('/api/cases'),
  ask: (question: CaseBody) => post<CaseCreated>('/api/cases', question),
  messages: () => get<MessagesAnswer>('/api/messages'),
  readMessage: (message: string) =>
    requestJson<void>(`/api/messages/${id(message)}/read`, { method: 'POST', body: {} }),
  usage: () => aboutWhom(get<UsageAnswer>('/api/usage')),
  catalogue: () => get<CatalogueAnswer>('/api/catalogue'),
  jwks: () => get<KeySet>('/jwks.json'),
}
