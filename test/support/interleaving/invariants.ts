import type { Person } from './people.ts'
import { type Scene, sessionAt } from './scene.ts'
import { peek } from './thief.ts'

const makerOf = ({ people }: Scene, passkey: string): Person | undefined =>
  people.find(({ passkeys }) => passkeys.has(passkey))

const rowsOf = ({ world }: Scene) =>
  world.deps.store.read(async (db) => ({
    decisions: await db.selectFrom('decision').select(['subject', 'evidence']).execute(),
    patients: await db.selectFrom('patient').select(['id', 'subject']).execute(),
    passkeys: await db.selectFrom('passkey').select(['id', 'patient_id']).execute(),
    sessions: await db.selectFrom('session').selectAll().execute(),
  }))

/** The store says of each person what that person did, and each browser has the rights that the model knows. */
export async function lookAround(scene: Scene): Promise<void> {
  const { faults } = scene
  const { decisions, patients, passkeys, sessions } = await rowsOf(scene)
  for (const { subject, evidence } of decisions)
    if (makerOf(scene, JSON.parse(evidence).credential_id)?.subject !== subject)
      faults.push('a decision is not of the person whose authenticator signed it')
  for (const { id, patient_id } of passkeys)
    if (makerOf(scene, id)?.subject !== patients.find((patient) => patient.id === patient_id)?.subject)
      faults.push('a passkey opens the account of somebody else')
  for (const { patient_id, passkey_id, subject } of sessions) {
    if (patient_id === null) continue
    if (!passkeys.some(({ id }) => id === passkey_id)) faults.push('a session of a removed passkey goes on')
    if (patients.find(({ id }) => id === patient_id)?.subject !== subject)
      faults.push('a session is of two people')
  }
  for (const place of scene.places) {
    const session = await sessionAt(scene, place)
    if (session?.subject && session.subject !== place.owner?.subject)
      faults.push(`the ${place.name} acts as somebody else than ${place.owner?.name ?? 'nobody'}`)
    if (session?.patient_id && !place.signedIn) faults.push(`at the ${place.name} nobody has signed in`)
  }
}

/** What the thief copied last opens nothing. */
export async function tryNewest(scene: Scene, newest: number): Promise<void> {
  const asked = scene.places.map(({ proofing }) => proofing?.id).filter((id) => id !== undefined)
  for (const copied of scene.copied.slice(-newest))
    for (const id of asked.length > 0 ? asked : [undefined]) await peek(scene, copied, id)
}
