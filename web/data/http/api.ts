import type { AuthenticationResponseJSON, RegistrationResponseJSON } from '@simplewebauthn/browser'
import type { CatalogueAnswer } from '../../../api/contract/catalogue.ts'
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
  coverage: (proofing: string) => get<CoverageAnswer>(`/api/portal/requests/${id(proofing)}/coverage`),
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
  signOut: () => requestJson<void>('/api/session', { method: 'DELETE' }),
  databases: () => get<DatabasesAnswer>('/api/databases'),
  decisionOptions: (decision: Intent) => post<DecisionOptions>('/api/decisions/options', { decision }),
  /** `key`: the Idempotency-Key. The same key and body always return the same answer. */
  decide: (body: DecisionBody, key: string) =>
    post<DecisionAnswer>('/api/decisions', body, { 'idempotency-key': key }),
  /** `before`: returns decisions older than this one; without it, the newest. */
  decisions: (before?: string) =>
    get<DecisionsAnswer>(before ? `/api/decisions?before=${id(before)}` : '/api/decisions'),
  /** Returns the receipt as a compact JWS. */
  receipt: (decision: string) => requestText(`/api/decisions/${id(decision)}/receipt`, 'application/jwt'),
  push: () => get<PushAnswer>('/api/push'),
  storePush: (subscription: PushBody) => post<void>('/api/push', subscription),
  forgetPush: () => requestJson<void>('/api/push', { method: 'DELETE' }),
  /** `before`: the cursor of a page; without it, the newest. */
  record: (before?: string) => get<RecordAnswer>(before ? `/api/record?before=${id(before)}` : '/api/record'),
  usage: () => get<UsageAnswer>('/api/usage'),
  catalogue: () => get<CatalogueAnswer>('/api/catalogue'),
  jwks: () => get<KeySet>('/jwks.json'),
}
