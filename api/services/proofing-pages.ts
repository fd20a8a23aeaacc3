import type { KioskReturns } from '../auth/kiosk-returns.ts'
import { hashSecret } from '../auth/secrets.ts'
import type { Kiosks } from '../registries/kiosks.ts'
import { findProofingBySecret } from '../store/people/proofings.ts'
import type { ProofingRow } from '../store/people/rows.ts'
import { findSessionById } from '../store/people/sessions.ts'
import type { Store } from '../store/store.ts'

/** The pages to which the portal's answer leads. */
export function createProofingPages({
  store,
  kiosks,
  kioskReturns,
}: {
  store: Store
  kiosks: Kiosks
  kioskReturns: KioskReturns
}) {
  /** The page that a proofing goes back to: with the request's id, or with null where the answer is refused. */
  async function pageOf(proofing: ProofingRow, request: string | null): Promise<string> {
    const query = request === null ? 'error=state-rejected' : `request=${request}`
    if (proofing.return_to !== 'kiosk') return `/proofing?${query}`
    const session = await store.read((db) => findSessionById(db, proofing.session_id))
    if (!session?.kiosk_id || !kiosks.inService(session.kiosk_id)) return `/kiosk?${query}`
    return kioskReturns.pageFor(session, { request, refused: request === null, view: proofing.view })
  }

  /** The page that a refused answer leads to: where this browser opened it before, what came of it then. */
  async function pageOfRefused(secret: string | undefined, state: string | undefined): Promise<string> {
    const begun = secret ? await store.read((db) => findProofingBySecret(db, hashSecret(secret))) : null
    if (!begun) return '/proofing?error=state-rejected'
    const opened = begun.status !== 'started' && state !== undefined && hashSecret(state) === begun.state_hash
    // At a kiosk a way back into a visit is good once.
    return pageOf(begun, opened && begun.return_to === 'patient' ? begun.id : null)
  }

  return { pageOf, pageOfRefused }
}
