import { freePort } from '../../support/ports.ts'
import { orRefused } from '../../support/problem.ts'
import { alternate, measureHere, perCpu, type Row } from '../harness.ts'
import { load } from '../load.ts'
import { migrate, openStore, type Seeded, seedLinkages } from '../seed.ts'
import { startServer } from '../server-process.ts'
import { withSetting } from '../setting.ts'

const LINKAGES = 100_000
const CHECKS = 2_000_000
const EXPIRES = Date.now() + 3_600_000

/**
 * A holder's check before use, with the row to be used in hand: one bit of an unexpired list in memory. With
 * introspection, the holder has the same row in hand and asks a server.
 */
export const check: Row = {
  number: 9,
  run: (bench) =>
    withSetting({ size: 1, tickMs: 1000 }, async ({ env }) => {
      await migrate(env.ERABU_DATA)
      const db = openStore(env.ERABU_DATA, { durable: false })
      const linkages = seedLinkages(db, { database: 'bench-1', count: LINKAGES, revoked: LINKAGES / 20 })
      db.close()
      const isUsable = createCheck(linkages)
      const own = () =>
        measureHere(() => {
          let usable = 0
          for (let i = 0; i < CHECKS; i++) {
            const linkage = linkages[i % LINKAGES]
            if (linkage && isUsable(linkage)) usable += 1
          }
          if (usable !== CHECKS * 0.95) throw new Error(`${usable} of ${CHECKS} checks say usable`)
          return CHECKS
        })
      const yardstick = await startIntrospection(bench.seconds)
      const { a, b } = await alternate(bench.rounds, own, yardstick.side).finally(yardstick.close)
      const [value, other] = [perCpu(a), perCpu(b)]
      const text = (rate: number) => `${Math.round(rate).toLocaleString('en')} checks/CPU-s`
      return [
        {
          row: 9,
          what: 'a holder checks a token : introspection over HTTP',
          value: text(value),
          yardstick: text(other),
          measured: value / other,
          unit: '×',
          goal: { atLeast: 1000 },
          note: 'oidc-provider, in memory',
        },
      ]
    }),
}

/** The check of the reference holder (`mocks/holder/reference.ts`), over lists that it has decoded. */
function createCheck(linkages: Seeded[]) {
  const bits = new Uint8Array(1 << 17).fill(0xff)
  for (const { idx, revoked } of linkages)
    if (!revoked) bits[idx >> 3] = (bits[idx >> 3] ?? 0) & ~(1 << (idx & 7))
  const lists = new Map([[1, { bits, until: EXPIRES }]])
  return ({ list: number, idx }: Seeded): boolean => {
    const list = lists.get(number)
    if (!list || list.until <= Date.now()) return false
    return (((list.bits[idx >> 3] ?? 0xff) >> (idx & 7)) & 1) === 0
  }
}

async function startIntrospection(seconds: number) {
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  const server = await startServer('test/bench/bare/introspection.ts', `${url}/jwks`, {
    BARE_PORT: String(port),
  })
  const headers = {
    authorization: `Basic ${Buffer.from('bench:bench').toString('base64')}`,
    'content-type': 'application/x-www-form-urlencoded',
  }
  const answer = await fetch(`${url}/token`, {
    method: 'POST',
    headers,
    body: 'grant_type=client_credentials',
  })
  const { access_token } = await orRefused<{ access_token: string }>('POST /token', answer)
  const one = { method: 'POST', url: `${url}/token/introspection`, headers, status: 200 } as const
  const body = `token=${access_token}`
  return {
    side: () => server.measure(() => load({ ...one, body }, { seconds })),
    close: server.close,
  }
}
