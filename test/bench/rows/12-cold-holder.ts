import { DatabaseSync } from 'node:sqlite'
import { setTimeout as sleep } from 'node:timers/promises'
import { inflateSync } from 'node:zlib'
import { createLocalJWKSet, decodeJwt, type JSONWebKeySet, jwtVerify } from 'jose'
import { HEAD_CLAIM, type Head } from '../../../api/contract/holder.ts'
import type { Holder } from '../../support/holder.ts'
import { freePort } from '../../support/ports.ts'
import { orRefused } from '../../support/problem.ts'
import { seedFeed } from '../feed.ts'
import { alternate, measureHere, perCpu, perWall, type Row, type Sample } from '../harness.ts'
import type { Seeded } from '../seed.ts'
import { type ServerProcess, startServer } from '../server-process.ts'
import { type Setting, withSetting } from '../setting.ts'

const BUILT_MS = 120_000

/** A holder that comes back with only its own records, until it knows which of them are revoked. */
export const coldHolder: Row = {
  number: 12,
  run: ({ rounds, full }) =>
    withSetting({ size: 1, tickMs: 500 }, async (setting) => {
      const [count, revoked] = full ? [1_000_000, 54_000] : [200_000, 10_800]
      const records = await seedFeed(setting, { database: 'bench-1', count, revoked })
      const byList = Map.groupBy(records, ({ list }) => list)
      const consents = await startConsents(`${setting.folder}/consents.db`, records)
      const api = await setting.startApi()
      try {
        await untilBuilt(setting, revoked)
        const samples = await alternate(
          rounds,
          () => together(api, revoked, () => fromLists(setting, byList)),
          () => together(consents, revoked, () => fromPages(consents.url)),
        )
        const took = (side: Sample[]) => `${((1 / perCpu(side)) * 1000).toFixed(0)} ms CPU`
        const waited = (side: Sample[]) => `${((1 / perWall(side)) * 1000).toFixed(0)} ms`
        return [
          {
            row: 12,
            what: `cold holder, ${count / 1000} k linkages : pages of Consents`,
            value: took(samples.a),
            yardstick: took(samples.b),
            measured: perCpu(samples.a) / perCpu(samples.b),
            unit: '×',
            goal: { atLeast: 20 },
            note: `${revoked} revoked; holder and server; wall: ${waited(samples.a)} : ${waited(samples.b)}`,
          },
        ]
      } finally {
        await Promise.all([api.close(), consents.close()])
      }
    }),
}

/** The resources of holder and server together. */
async function together(
  server: ServerProcess,
  revoked: number,
  work: () => Promise<Set<string>>,
): Promise<Sample> {
  const { cpu } = await server.usage()
  const sample = await measureHere(async () => {
    const found = await work()
    if (found.size !== revoked) throw new Error(`${found.size} found revoked, not ${revoked}`)
    return 1
  })
  return { ...sample, cpu: sample.cpu + (await server.usage()).cpu - cpu }
}

/** Includes the request for an access token. @param records of the holder, by the number of their list. */
async function fromLists(setting: Setting, records: Map<number, Seeded[]>): Promise<Set<string>> {
  const keys = createLocalJWKSet((await (await fetch(`${setting.origin}/jwks.json`)).json()) as JSONWebKeySet)
  const holder = setting.holder('bench-1')
  const found = new Set<string>()
  for (const uri of await listsOf(holder)) {
    const text = await (await holder.send('GET', uri)).text()
    const { payload } = await jwtVerify<{ status_list: { lst: string } }>(text, keys, { subject: uri })
    const bits = inflateSync(Buffer.from(payload.status_list.lst, 'base64url'))
    for (const { token, idx } of records.get(Number(uri.slice(uri.lastIndexOf('/') + 1))) ?? [])
      if ((((bits[idx >> 3] ?? 0xff) >> (idx & 7)) & 1) === 1) found.add(token)
  }
  return found
}

async function fromPages(url: string): Promise<Set<string>> {
  type Bundle = { link: [{ url: string }]; entry: { resource: { identifier: [{ value: string }] } }[] }
  const found = new Set<string>()
  let next = '?since=2000'
  while (next) {
    const bundle = await orRefused<Bundle>('GET Consent', await fetch(`${url}/Consent${next}`))
    for (const { resource } of bundle.entry) found.add(resource.identifier[0].value)
    next = bundle.link[0].url
  }
  return found
}

async function listsOf(holder: Holder): Promise<string[]> {
  const path = '/statuslists?database=bench-1'
  return (await orRefused<{ status_lists: string[] }>(`GET ${path}`, await holder.send('GET', path)))
    .status_lists
}

async function untilBuilt(setting: Setting, seq: number): Promise<void> {
  const until = Date.now() + BUILT_MS
  const holder = setting.holder('bench-1')
  for (const uri of await listsOf(holder))
    for (;;) {
      const answer = await holder.send('GET', uri)
      const head = answer.ok ? decodeJwt<{ [HEAD_CLAIM]: Head }>(await answer.text())[HEAD_CLAIM] : null
      if (head?.seq === seq) break
      if (Date.now() > until) throw new Error('the lists are not built')
      await sleep(200)
    }
}

/** Only the revoked records, as prepared resources: a holder asks for nothing else. */
async function startConsents(file: string, records: Seeded[]) {
  const db = new DatabaseSync(file)
  db.exec(`create table consent (id text primary key, last_updated text not null, resource text not null);
    create index consent_updated on consent (last_updated, id); begin`)
  const insert = db.prepare('insert into consent values (?, ?, ?)')
  records
    .filter(({ revoked }) => revoked)
    .forEach(({ token }, n) => {
      const lastUpdated = new Date(1_800_000_000_000 + n).toISOString()
      const resource = {
        resourceType: 'Consent',
        id: String(n),
        meta: { versionId: '2', lastUpdated },
        identifier: [{ system: 'urn:erabu:linkage-token', value: token }],
        status: 'inactive',
        category: [{ coding: [{ system: 'http://loinc.org', code: '59284-0' }] }],
        dateTime: lastUpdated,
        decision: 'deny',
      }
      insert.run(String(n), lastUpdated, JSON.stringify(resource))
    })
  db.exec('commit')
  db.close()
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  const env = { BARE_PORT: String(port), BARE_FILE: file }
  return { ...(await startServer('test/bench/bare/consents.ts', `${url}/ready`, env)), url }
}
