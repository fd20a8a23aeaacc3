import { describe, expect } from 'vitest'
import { PortalExpired, PortalMismatch, PortalUnavailable } from '../../api/portal/portal.ts'
import { seal } from '../../api/portal/sealed.ts'
import { NumbersOfTwoPeople, SourceUnavailable } from '../../api/portal/sources/source.ts'
import type { ProofingRow } from '../../api/store/people/rows.ts'
import type { Store } from '../../api/store/store.ts'
import {
  BEGUN,
  failing,
  GRANT,
  RESULT,
  SECRET,
  storedProofing,
  waitingProofing,
} from '../support/bare-proofing.ts'
import { test } from '../support/bare-store.ts'
import { MINUTE } from '../support/clock.ts'
import { namedById5 } from '../support/named.ts'

describe('the coverage', () => {
  /** A proofing that is ready, in the session of the person whom it proofed. */
  async function ready(store: Store, change: Partial<ProofingRow> = {}) {
    const all = await waitingProofing(store, { status: 'ready', ...change })
    const session = { ...all.session, subject: all.subject }
    const coverage = (secret: string | undefined = SECRET) => all.service.coverage(session, 'f', secret)
    return { ...all, session, coverage }
  }

  test('is passed on as the portal returns it, with the time of its end', async ({ store }) => {
    const { parts, portal, coverage } = await ready(store)
    expect(await coverage()).toEqual({ result: RESULT, until: parts.now() + MINUTE })
    expect(portal.result.mock.calls).toEqual([[GRANT, undefined]])
  })

  test('is told to its own session alone, with the secret', async ({ store }) => {
    const { service, session, coverage } = await ready(store)
    const refused = { code: 'not-found' }
    await expect(service.coverage({ ...session, id: 'x' }, 'f', SECRET)).rejects.toMatchObject(refused)
    await expect(coverage('another')).rejects.toMatchObject(refused)
  })

  test.for([
    ['started', 'proofing-pending'],
    ['pending', 'proofing-pending'],
    ['declined', 'coverage-gone'],
    ['wrong-link', 'coverage-gone'],
  ] as const)('is not there where the proofing is %s: %s', async ([status, code], { store }) => {
    const { portal, coverage } = await ready(store, { status })
    await expect(coverage()).rejects.toMatchObject({ code })
    expect(portal.result).not.toHaveBeenCalled()
  })

  test('is gone without a grant', async ({ store }) => {
    const { coverage } = await ready(store, { sealed: await seal(BEGUN, SECRET) })
    await expect(coverage()).rejects.toMatchObject({ code: 'coverage-gone' })
  })

  test('is pending while the portal has no result', async ({ store }) => {
    const { portal, coverage } = await ready(store)
    portal.result.mockResolvedValue(null)
    await expect(coverage()).rejects.toMatchObject({ code: 'proofing-pending' })
  })

  test('is gone where the numbers are somebody else’s by now', async ({ store }) => {
    const { person, coverage } = await ready(store)
    for (const other of [namedById5('another id5'), null]) {
      person.mockResolvedValue(other)
      await expect(coverage()).rejects.toMatchObject({ code: 'coverage-gone' })
    }
  })

  test.for([
    [new PortalExpired('late'), 'coverage-gone'],
    [new PortalMismatch('not ours'), 'coverage-gone'],
    [new NumbersOfTwoPeople('two'), 'coverage-gone'],
    [new PortalUnavailable('gone'), 'portal-unavailable'],
    [new SourceUnavailable('gone'), 'portal-unavailable'],
  ] as const)('is refused after %s: %s', async ([failure, code], { store }) => {
    const { person, coverage } = await ready(store)
    person.mockImplementation(failing(failure))
    await expect(coverage()).rejects.toMatchObject({ code })
    expect(await storedProofing(store)).toMatchObject({ status: 'ready' })
  })

  test('does not hide a fault of ours', async ({ store }) => {
    const { portal, coverage } = await ready(store)
    portal.result.mockImplementation(failing(new Error('other')))
    await expect(coverage()).rejects.toThrow('other')
  })
})
