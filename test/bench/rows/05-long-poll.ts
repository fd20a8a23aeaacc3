import { Agent, request } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { HEAD_CLAIM } from '../../../api/contract/holder.ts'
import { orRefused } from '../../support/problem.ts'
import { median } from '../../support/statistics.ts'
import type { Line, Row } from '../harness.ts'
import { type Seated, seedPatients } from '../patients.ts'
import { migrate, openStore, seedLinkages } from '../seed.ts'
import type { ServerProcess } from '../server-process.ts'
import { type Setting, withSetting } from '../setting.ts'

const TICK_MS = 20
const ROUNDS = 3
/** A server that uses less than this in half a second is idle, like its waiting holders. */
const IDLE_CPU_S = 0.15
const IDLE_WITHIN_MS = 30_000

type Waiting = { url: string; headers: Record<string, string> }

/** Many waiting holders, each for its own database, and one decision that reaches them all. */
export const longPoll: Row = {
  number: 5,
  run: ({ full }) => {
    const holders = full ? 2000 : 200
    return withSetting({ size: holders, tickMs: TICK_MS }, async (setting) => {
      const seated = await seedOne(setting)
      const api = await setting.startApi()
      const agent = new Agent({ keepAlive: true, maxSockets: Number.POSITIVE_INFINITY })
      try {
        const polls: Waiting[] = []
        for (const database of setting.databases) polls.push(await openStream(setting, database))
        const served: number[] = []
        const memory: number[] = []
        let acks = polls.map((): string[] => [])
        for (let round = 0; round < ROUNDS; round++) {
          await idle(api)
          const before = await api.memory()
          const answers = polls.map((poll, i) => wait(agent, poll, acks[i] ?? []))
          await idle(api)
          memory.push(((await api.memory()) - before) / holders / 1000)
          await seated.patient.decide(round % 2 === 0 ? 'stop' : 'allow', { all: true })
          const acknowledged = performance.now()
          const all = await Promise.all(answers)
          served.push(Math.max(...all.map(({ at }) => at)) - acknowledged)
          acks = all.map(({ jtis }) => jtis)
        }
        return describe(holders, median(served), memory[0] ?? Number.NaN)
      } finally {
        agent.destroy()
        await api.close()
      }
    })
  },
}

const describe = (holders: number, served: number, memory: number): Line[] => [
  {
    row: 5,
    what: `${holders} holders in long poll, all served after the 201`,
    value: `${served.toFixed(0)} ms`,
    yardstick: '',
    measured: served,
    unit: 'ms',
    goal: { atMost: 1000 },
    note: `tick ${TICK_MS} ms`,
  },
  {
    row: 5,
    what: 'memory of a waiting holder',
    value: `${memory.toFixed(0)} kB`,
    yardstick: '',
    measured: memory,
    unit: 'kB',
    goal: { atMost: 60 },
    note: 'the first time they wait',
  },
]

/** A patient whom every database has linked. */
async function seedOne(setting: Setting): Promise<Seated> {
  await migrate(setting.env.ERABU_DATA)
  const db = openStore(setting.env.ERABU_DATA, { durable: false })
  const [seated] = seedPatients(db, setting.origin, 1)
  if (!seated) throw new Error('nobody to decide')
  for (const database of setting.databases)
    seedLinkages(db, { database, count: 1, subject: () => seated.subject })
  db.close()
  return seated
}

async function openStream(setting: Setting, database: string): Promise<Waiting> {
  const holder = setting.holder(database)
  const { access_token } = await orRefused<{ access_token: string }>(
    'POST /oauth/token',
    await holder.token(),
  )
  return {
    url: `${setting.origin}/ssf/streams/${await holder.streamId()}/poll`,
    headers: { authorization: `Bearer ${access_token}`, 'content-type': 'application/json' },
  }
}

/** A poll that waits. @returns when its answer arrived, and what to acknowledge. */
function wait(agent: Agent, { url, headers }: Waiting, ack: string[]) {
  const { promise, resolve, reject } = Promise.withResolvers<{ at: number; jtis: string[] }>()
  const sent = request(url, { method: 'POST', agent, headers }, async (answer) => {
    const text = (await answer.toArray()).join('')
    const { sets = {}, [HEAD_CLAIM]: head } = JSON.parse(text)
    const jtis = Object.keys(sets)
    if (jtis.length === 0) reject(new Error(`a long poll gave nothing at ${JSON.stringify(head)}`))
    else resolve({ at: performance.now(), jtis })
  })
  sent.on('error', reject)
  sent.end(JSON.stringify({ ack }))
  return promise
}

/** Resolves when the server has nothing to do. */
async function idle(api: ServerProcess): Promise<void> {
  const until = Date.now() + IDLE_WITHIN_MS
  let last = (await api.usage()).cpu
  while (Date.now() < until) {
    await sleep(500)
    const { cpu } = await api.usage()
    if (cpu - last < IDLE_CPU_S) return
    last = cpu
  }
}
