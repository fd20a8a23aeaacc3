import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import type { ResolverUse } from '../../api/contract/catalogue.ts'
import { createHolderApp } from '../../mocks/holder/app.ts'
import { createHolder } from '../../mocks/holder/holder.ts'
import type { MockCoverage, Resident } from '../../mocks/residents.ts'
import { sealedSubject } from '../contract/subjects.ts'
import { ordinary, toNumbers } from '../support/people.ts'
import type { World } from '../support/world.ts'

export const DATABASE = 'demo-registry'

/** A simulated holder at work, and its console. The resolver seals nobody who has no number of their own. */
export function startConsole(
  world: World,
  resolver: ResolverUse = 'assumed',
  residents: readonly Resident[] = [ordinary(0), ordinary(1)],
) {
  const folder = mkdtempSync(join(tmpdir(), 'erabu-console-'))
  const { clientId: client_id, privateKey: key, kid } = world.holder(DATABASE).key
  const holder = createHolder(
    {
      issuer: world.origin,
      client_id,
      key,
      kid,
      database: DATABASE,
      file: join(folder, 'ledger.json'),
      purposes: ['research'],
      demandsNotice: false,
    },
    {
      residents,
      seal: (database, coverages) =>
        Promise.all(
          coverages.map(async (coverage) =>
            'number' in coverage
              ? { subject: await sealedSubject(world, database, toNumbers(coverage as MockCoverage)) }
              : { error: 'invalid_coverage' },
          ),
        ),
    },
  )
  const app = createHolderApp({
    holders: [{ holder, name: { ja: '試験', en: 'Test' }, resolver }],
    residents,
  })
  const ending = new AbortController()
  const ended = holder.run(ending.signal)
  onTestFinished(async () => {
    ending.abort()
    await ended
    rmSync(folder, { recursive: true, force: true })
  })

  const send = (body: object) => app.request('/_control', { method: 'POST', body: JSON.stringify(body) })
  return {
    status: () => holder.status(),
    states: () => holder.records().map(({ resident, state }) => `${resident} ${state}`),
    page: async (language = 'ja') => (await app.request(`/?lang=${language}`)).text(),
    control: async (body: object) => (await send(body)).status,
    answer: async (body: object): Promise<unknown> => (await send(body)).json(),
  }
}
