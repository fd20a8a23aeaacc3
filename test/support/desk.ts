import type {
  EndedAnswer,
  EntriesAnswer,
  EntryAnswer,
  EntryOptions,
  EntryOptionsBody,
} from '../../api/contract/desk/entries.ts'
import type { DeskSessionAnswer } from '../../api/contract/desk/staff.ts'
import type { CreationOptions, RequestOptions, Scope } from '../../api/contract/patient.ts'
import { formId, versionOf } from '../../api/domain/desk/form.ts'
import type { Authenticator, Flaw } from '../../mocks/person/authenticator.ts'
import { securityKey } from './kiosk.ts'
import { createPatient } from './patient.ts'
import type { World } from './world.ts'

export type Clerk = Awaited<ReturnType<typeof openClerk>>

type Reading = { form?: string; at?: '/window' | '/issuer/window' }

/** What the resolver's terminal at a window hands out for somebody. @param at where the terminal is. */
export async function readAtWindow(
  { surroundings }: World,
  resident: string,
  { document = 'card', form, at = '/window' }: { document?: 'card' | 'certificate' | 'other' } & Reading = {},
): Promise<string> {
  const answer = await fetch(surroundings.resolverUrl + at, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ resident, document, ...(form ? { form } : {}) }),
  })
  const { subject, error } = (await answer.json()) as { subject?: string; error?: string }
  if (!subject) throw new Error(`the terminal answered ${error}`)
  return subject
}

/** The id of a form in Japanese that was printed just now. */
export const printedForm = ({ deps }: World): string => formId(deps.random.bytes(11), versionOf('ja'))

/** A form that this resident has signed, as staff enter it. */
export async function signedForm(
  world: World,
  resident: string,
  { scope = { all: true }, form = printedForm(world), ...reading }: { scope?: Scope } & Reading = {},
): Promise<EntryOptionsBody> {
  const sealed = await readAtWindow(world, resident, { form, ...reading })
  return { form, version: versionOf('ja'), sealed, scope, identity: 'card' }
}

/** The secret of a new invitation. */
export async function invite({ deps }: World, name: string, desk = 'city-hall'): Promise<string> {
  const invited = await deps.deskInvitations.invite({ desk, name })
  if (invited === 'has-key') throw new Error(`${name} has a key`)
  return invited.secret
}

/** One of the staff with a browser and a security key. */
export function createClerk(world: World, authenticator: Authenticator = securityKey(world.origin)) {
  const { browser, call } = createPatient({ origin: world.origin, authenticator })
  const post = <T>(path: string, json: unknown) => call<T>('POST', `/api/desk${path}`, json)
  const send = (path: string, json: unknown) => browser.send('POST', `/api/desk${path}`, { json })

  return {
    browser,
    authenticator,
    call,
    send,
    async register(secret: string, flaw: Flaw = {}): Promise<Response> {
      const options = await post<CreationOptions>('/keys/options', { invite: secret })
      return send('/keys', { invite: secret, response: authenticator.create(options, flaw) })
    },
    async signInAnswer(flaw: Flaw = {}) {
      return { response: authenticator.get(await post<RequestOptions>('/sessions/options', {}), flaw) }
    },
    async signIn(): Promise<DeskSessionAnswer> {
      return post('/sessions', await this.signInAnswer())
    },
    session: () => call<DeskSessionAnswer>('GET', '/api/desk/session'),
    entries: async () => (await call<EntriesAnswer>('GET', '/api/desk/entries')).entries,
    enterOptions: (form: EntryOptionsBody) => post<EntryOptions>('/entries/options', form),
    /** The body of an entry, signed. */
    async signed(form: EntryOptionsBody, flaw: Flaw = {}) {
      const { options } = await this.enterOptions(form)
      return { ...form, response: authenticator.get(options, flaw) }
    },
    async enter(form: EntryOptionsBody): Promise<EntryAnswer> {
      return post('/entries', await this.signed(form))
    },
    confirmOptions: (id: string) => post<EntryOptions>(`/entries/${id}/options`, {}),
    async confirmation(id: string, flaw: Flaw = {}) {
      const { options } = await this.confirmOptions(id)
      return { response: authenticator.get(options, flaw) }
    },
    async confirm(id: string): Promise<Extract<EndedAnswer, { state: 'recorded' }>> {
      return post(`/entries/${id}/confirm`, await this.confirmation(id))
    },
    giveBack: (id: string, reason: string) => send(`/entries/${id}/return`, { reason }),
  }
}

/** One of the staff, registered and signed in. */
export async function openClerk(world: World, name: string, desk = 'city-hall') {
  const clerk = createClerk(world)
  const answer = await clerk.register(await invite(world, name, desk))
  if (!answer.ok) throw new Error(`the key was refused: ${answer.status}`)
  await clerk.signIn()
  return clerk
}
