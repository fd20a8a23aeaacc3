import { expect, vi } from 'vitest'
import { subjectOf } from '../../api/domain/identity/alias.ts'
import type { Identification } from '../../api/portal/identification.ts'
import type { Grant, Portal, PortalAnswer, PortalResult } from '../../api/portal/portal.ts'
import { seal } from '../../api/portal/sealed.ts'
import { createProofing } from '../../api/services/proofing.ts'
import type { ProofingRow } from '../../api/store/people/rows.ts'
import type { Store } from '../../api/store/store.ts'
import { sessionIn, signedIn } from './bare-person.ts'
import { createParts } from './bare-services.ts'
import { MINUTE } from './clock.ts'
import { namedById5 } from './named.ts'
import { put, rowsOf } from './rows.ts'

export const GRANT: Grant = {
  access_token: 'token',
  sub: 'sub',
  process_id: 'process',
  nonce: 'nonce',
  login_since: null,
}
export const BEGUN = { verifier: 'verifier', nonce: 'nonce', login_since: 5 }
export const SECRET = 'the secret of a browser'
export const EARLIER = {
  insurer_number: '2',
  symbol: 's2',
  number: 'n2',
  branch: null,
  qualified_on: '',
  ended_on: '',
}
export const RESULT: PortalResult = {
  insurer_number: '1',
  symbol: 's1',
  number: 'n1',
  branch: '01',
  qualified_on: '2026-01-01',
  history: [EARLIER],
  not_disclosed: false,
}

/** The answer in which the portal says only that. */
export const ANSWER: PortalAnswer = { result: RESULT, age_band: 'unknown', represents: [], represented: null }

/** What takes people to the portal and back, with a portal and a resolver that a test tells what to answer. */
export function openProofing(store: Store) {
  const parts = createParts(store)
  const portal = {
    authorizeUrl: vi.fn<Portal['authorizeUrl']>(() => 'https://portal.example/authorize'),
    pushedUrl: vi.fn<Portal['pushedUrl']>(async () => ({
      url: 'https://portal.example/par',
      login_since: 7,
    })),
    begin: vi.fn<Portal['begin']>(async () => GRANT),
    result: vi.fn<Portal['result']>(async () => ANSWER),
  }
  const person = vi.fn<Identification['person']>(async () => namedById5('id5'))
  const identification = { person, open: () => Promise.reject(new Error('not asked')) }
  const service = createProofing({ ...parts, portal, identification })
  const warn = vi.spyOn(parts.log, 'warn')
  const subject = subjectOf(parts.keys.subject, 'id5')
  return { parts, portal, person, service, warn, subject }
}
/** The stored proofing. */
export const storedProofing = async (store: Store): Promise<ProofingRow> =>
  (await rowsOf(store, 'proofing'))[0] ?? expect.fail('no proofing')
/** Answers with a failure. */
export const failing = (error: Error) => () => Promise.reject(error)

/** A proofing in a session, as far as `change` says: without it, its result can be asked for. */
export async function waitingProofing(
  store: Store,
  change: Partial<ProofingRow> = {},
  of: { signedIn?: string } = {},
) {
  const all = openProofing(store)
  const session = of.signedIn
    ? (await signedIn(all.parts, 'p', { subject: of.signedIn })).session
    : await sessionIn(all.parts)
  await put(store, {
    proofing: [
      {
        id: 'f',
        session_id: session.id,
        sealed: await seal({ ...BEGUN, grant: GRANT }, SECRET),
        status: 'pending',
        expires_at: all.parts.now() + MINUTE,
        ...change,
      },
    ],
  })
  return {
    ...all,
    session,
    standing: (secret: string | undefined = SECRET) => all.service.standing(session, 'f', secret),
  }
}
