import type { KioskReturn } from '../../../api/contract/kiosk.ts'
import type { Language } from '../../text/language.ts'

/** What the address of a kiosk's page says. The credential and the ticket stand behind `#`, which no server sees. */
export type Address = {
  /** `<id>.<secret>` of a registered kiosk, from its start address. */
  credential: string | null
  /** What the way back from the portal brought: good once, for the rest of this. */
  ticket: string | null
  /** The visit that comes back from the portal. */
  visit: string | null
  /** How the screen was set before the portal. */
  view: string | null
  /** The proofing that comes back from the portal. */
  request: string | null
  /** The portal's answer was used already, or came too late. */
  refused: boolean
  /** Somebody has just ended, in this language. */
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

/** The address with what its ticket stood for. */
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

/** The start address. With `ended`, the language of the visit, it differs from the one before, so that going there loads a new document. */
export const startAddress = (credential: string | null, { ended }: { ended: Language | false }): string =>
  `/kiosk${ended ? `?ended=${ended}` : ''}${credential ? `#${credential}` : ''}`
