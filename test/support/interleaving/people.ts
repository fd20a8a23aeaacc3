import { subjectOf } from '../../../api/domain/identity/alias.ts'
import type { Authenticator } from '../../../mocks/person/authenticator.ts'
import { securityKey } from '../kiosk.ts'
import type { Patient } from '../patient.ts'
import { numbersOf, ordinary } from '../people.ts'
import type { World } from '../world.ts'

/** A person with a device at home, and a security key that they carry to other devices. */
export type Person = {
  name: string
  resident: string
  subject: string
  home: Patient
  key: Authenticator
  /** Texts that only this person may be told, each with its meaning. */
  owns: Map<string, string>
  /** Ids of every passkey that their authenticators made. */
  passkeys: Set<string>
  /** Whether an insurer has registered somebody else's number for them. */
  wronglyLinked: boolean
}

export const idOf = ({ credentials }: Authenticator): string => credentials.at(-1)?.id ?? ''

/** A person who is linked in one database and has no account. */
export async function bear(world: World, name: string, index: number): Promise<Person> {
  const { deps } = world
  const resident = ordinary(index)
  const numbers = numbersOf(resident)
  const known = await deps.identification.person([numbers])
  const id5 = known?.ids[0]?.id
  if (id5 === undefined) throw new Error('the resolver does not know this person')
  const subject = subjectOf(deps.keys.subject, id5)
  const [linked] = await world.holder('demo-registry').link('research', [numbers])
  if (!linked || 'error' in linked) throw new Error('no token')
  return {
    name,
    resident: resident.id,
    subject,
    home: world.patient(),
    key: securityKey(world.origin),
    owns: new Map([
      [numbers.number, 'the insured number'],
      [id5, 'the resolver’s id'],
      [subject, 'the subject'],
      [linked.token, 'the token'],
    ]),
    passkeys: new Set(),
    wronglyLinked: false,
  }
}

/** Notes that an authenticator of this person made a passkey. */
export function own(person: Person, passkey: string): void {
  person.passkeys.add(passkey)
  person.owns.set(passkey, 'a passkey')
}

/** Makes the person's account at home, with their carried key as a second passkey. */
export async function settle(person: Person): Promise<void> {
  await person.home.enrol(person.resident)
  own(person, idOf(person.home.authenticator))
  await equip(person)
}

/** Signs in at home and adds the carried key. */
export async function equip(person: Person): Promise<void> {
  const { home, key } = person
  await home.signIn()
  const response = key.create(await home.passkeyOptions())
  await home.call('POST', '/api/passkeys', { response })
  own(person, idOf(key))
}
