import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { mockHandlers } from '../../mocks/msw.ts'
import { type Numbers, RESIDENTS } from './people.ts'
import { listen } from './serve.ts'

export type Surroundings = Awaited<ReturnType<typeof startSurroundings>>

/**
 * The portal (127.0.0.1, another site than the api) and the resolver on free ports.
 * @param keys folder of the key that the resolver shares with the api. @param origin the api's.
 */
export async function startSurroundings(keys: string, origin: string, now: () => Date = () => new Date()) {
  const sealKey = Buffer.from((await readFile(join(keys, 'sealed-subject.key'), 'utf8')).trim(), 'base64url')
  const [portalServer, resolverServer] = await Promise.all([listen('127.0.0.1'), listen('127.0.0.1')])
  const portalUrl = `http://127.0.0.1:${portalServer.port}`
  const resolverUrl = `http://127.0.0.1:${resolverServer.port}`
  const { portal, resolver } = await mockHandlers({
    portalUrl,
    resolverUrl,
    sealKey,
    redirectUri: `${origin}/api/portal/callback`,
    residents: structuredClone(RESIDENTS),
    now,
  })
  portalServer.mount(portal.fetch)
  resolverServer.mount(resolver.fetch)

  async function control(url: string, body: unknown): Promise<void> {
    const answer = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
    if (!answer.ok) throw new Error(`${url}: ${answer.status} ${await answer.text()}`)
  }

  return {
    portalUrl,
    resolverUrl,
    /** Sets the portal's scenario. */
    portal: (scenario: string) => control(`${portalUrl}/_control`, { scenario }),
    /** Sets the resolver's scenario. */
    resolver: (scenario: string) => control(`${resolverUrl}/_control`, { scenario }),
    /** Puts right who is who at the resolver: two residents are one person, or one was two. */
    correct: (kind: 'merge' | 'split', residents: [string, string]) =>
      control(`${resolverUrl}/_control/corrections`, { kind, residents }),
    /** Adds a new coverage of a person, known to portal and resolver. */
    changeJob: (resident: string, numbers: Numbers & { qualified_on: string }) =>
      control(`${portalUrl}/_control/coverages`, { resident, ...numbers }),
    /** Changes at the portal whether anything of a resident is disclosed (不開示). */
    disclose: (resident: string, disclosed: boolean) =>
      control(`${portalUrl}/_control/disclosures`, { resident, disclosed }),
    /** Changes at the portal who may act for a resident. */
    represent: (change: {
      resident: string
      by: string
      relation?: 'child' | 'ward'
      until?: string
      withdrawn?: boolean
      despite_protection?: boolean
    }) => control(`${portalUrl}/_control/representations`, change),
    async close(): Promise<void> {
      await Promise.all([portalServer.close(), resolverServer.close()])
    },
  }
}
