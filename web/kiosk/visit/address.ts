import type { KioskReturn } from '../../../api/contract/kiosk.ts'
import type { Language } from '../../text/language.ts'

/** The parts of a kiosk's address. Credential and ticket are behind `#`, which browsers send to no server. */
export type Address = {
  /** `<id>.<secret>` of a registered kiosk, from its start address. */
  credential: string | null
  /** Ticket from the way back from the portal. It is exchanged once for the fields below. */
  ticket: string | null
  /** The visit that returns from the portal. */
  visit: string | null
  /** The view before the portal. */
  view: string | null
  /** The proofing that returns from the portal. */
  request: string | null
  /** The portal's answer was already used, or came too late. */
  refused: boolean
  /** Language of the visit that has just ended; null if none has. */
  ended: string | null
}

export function readAddress({ search, hash }: Pick<Location, 'search' | 'hash'>): Address {
  const query = new URLSearchParams(search)
  const [id = '', secret] = hash.slice(1).split('.')
  return {
    credential: id && secret ? `${id}.${secret}` : null,
    ticket: id && !secret ? id : null,
    visit: null,
    view: null,
    request: query.get('request'),
    refused: query.has('error'),
    ended: query.get('ended'),
  }
}

/** Completes the address with what its ticket was exchanged for. */
export const returned = (
  address: Address,
  { credential, visit, request, refused, view }: KioskReturn,
): Address => ({
  ...address,
  ticket: null,
  credential,
  visit,
  request,
  refused,
  view,
})

/**
 * Returns the start address. `ended`, the language of the visit, makes it differ from the current one, so that going
 * there loads a new document.
 */
export const startAddress = (credential: string | null, { ended }: { ended: Language | false }): string =>
  `/kiosk${ended ? `?ended=${ended}` : ''}${credential ? `#${credential}` : ''}`
