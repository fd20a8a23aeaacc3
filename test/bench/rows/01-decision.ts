import { randomBytes, randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { loadKeys } from '../../../api/keys/key-files.ts'
import { createSigner } from '../../../api/keys/signer.ts'
import { createBareDecide } from '../bare/decide.ts'
import { alternate, compareRates, type Line, measureHere, type Row } from '../harness.ts'
import { type Seated, seedPatients } from '../patients.ts'
import { migrate, openStore, seedLinkages } from '../seed.ts'
import { type Setting, withSetting } from '../setting.ts'

const DATABASES = 20
/** `each`: decisions in one side of a round. */
const LOADS = [
  { clients: 1, each: 40, atLeast: 0.65 },
  { clients: 32, each: 128, atLeast: 0.85 },
]

/** A stop of everything over 20 databases, from the request to its 201; everybody decides once. */
export const decision: Row = {
  number: 1,
  run: ({ rounds }) =>
    withSetting({ size: DATABASES, tickMs: 60_000 }, async (setting) => {
      const count = LOADS.reduce((sum, { each }) => sum + each * (rounds + 1), 0)
      const own = await seed(setting, setting.env.ERABU_DATA, count)
      own.db.close()
      const bare = await seed(setting, join(setting.folder, 'bare'), count)
      const signer = createSigner((await loadKeys(setting.env.ERABU_KEYS)).signing)
      const decide = createBareDecide(bare.db, { signer, origin: setting.origin, tokens: bare.tokens })
      const api = await setting.startApi()
      try {
        const lines: Line[] = []
        for (const { clients, each, atLeast } of LOADS) {
          const samples = await alternate(
            rounds,
            async () => {
              const ready = await Promise.all(own.seated.splice(0, each).map(signStop))
              return api.measure(() => inParallel(clients, ready, ({ send }) => send()))
            },
            async () => {
              const ready = bare.seated.splice(0, each).map(assert)
              return measureHere(() =>
                inParallel(clients, ready, ({ one, response, challenge }) =>
                  decide(one, response, challenge),
                ),
              )
            },
          )
          const what = `decision over 20 databases, ${clients} client${clients > 1 ? 's' : ''} : bare loop`
          lines.push(compareRates({ row: 1, what, unit: 'decisions', goal: { atLeast } }, samples))
        }
        return lines
      } finally {
        await api.close()
        bare.db.close()
      }
    }),
}

/** Patients who are linked in every database, in a store of their own. */
async function seed(setting: Setting, folder: string, count: number) {
  await migrate(folder)
  const fast = openStore(folder, { durable: false })
  const seated = seedPatients(fast, setting.origin, count)
  const subject = (n: number) => seated[n]?.subject ?? ''
  const tokens = new Map<string, { token: string; database: string }[]>()
  for (const database of setting.databases)
    seedLinkages(fast, { database, count, subject }).forEach(({ token }, n) => {
      tokens.set(subject(n), [...(tokens.get(subject(n)) ?? []), { token, database }])
    })
  fast.close()
  return { seated, tokens, db: openStore(folder, { durable: true }) }
}

/** A stop that only needs to be sent. */
async function signStop({ patient }: Seated) {
  const body = await patient.signed('stop', { all: true })
  return {
    async send() {
      const answer = await patient.sendDecision(body, randomUUID())
      if (answer.status !== 201) throw new Error(`a decision was answered ${answer.status}`)
      await answer.arrayBuffer()
    },
  }
}

function assert(one: Seated) {
  const challenge = randomBytes(32).toString('base64url')
  return { one, challenge, response: one.patient.authenticator.get({ challenge }) }
}

/** @returns how many pieces of work were done. */
async function inParallel<T>(clients: number, work: T[], one: (item: T) => Promise<void>): Promise<number> {
  const rest = work.values()
  const client = async () => {
    for (const item of rest) await one(item)
  }
  await Promise.all(Array.from({ length: clients }, client))
  return work.length
}
