import { describe, expect } from 'vitest'
import { openKiosk } from '../support/kiosk.ts'
import type { Patient } from '../support/patient.ts'
import { ordinary } from '../support/people.ts'
import { createPortalBrowser } from '../support/portal-browser.ts'
import { expectRefused } from '../support/refused.ts'
import { test } from '../support/world-test.ts'

const url = async (patient: Patient) => (await patient.startProofing()).authorize_url

describe('on a device that people share', () => {
  test('the portal is told to ask who sits there, and takes nobody for the one before', async ({ world }) => {
    const portal = createPortalBrowser()
    const kiosk = openKiosk(world)
    for (const index of [0, 1]) {
      await kiosk.begin()
      const { id, authorize_url } = await kiosk.patient.startProofing()
      expect(new URL(authorize_url).searchParams.get('prompt')).toBe('login')
      expect(new URL(authorize_url).searchParams.get('max_age')).toBe('0')
      await kiosk.patient.comeBack(await portal.agree(authorize_url, ordinary(index).id))
      expect(await kiosk.patient.proofingStatus(id)).toBe('ready')
      const { number } = await kiosk.patient.coverage(id)
      expect(number).toBe(ordinary(index).coverages[0]?.number)
      world.clock.advance(30_000)
    }
  })

  test.for([
    ['from before the request', -30_000, 'mismatch'],
    ['within the skew of two clocks', -5_000, 'ready'],
  ] as const)('an answer by a login %s: %s', async ([, ms, status], { world }) => {
    const portal = createPortalBrowser()
    await portal.agree(await url(world.patient()), ordinary(0).id)
    world.clock.advance(-ms)
    const kiosk = openKiosk(world)
    await kiosk.begin()
    const { id, authorize_url } = await kiosk.patient.startProofing()
    // Somebody, or something, takes the demand out on the way.
    const bare = new URL(authorize_url)
    bare.searchParams.delete('prompt')
    bare.searchParams.delete('max_age')
    await kiosk.patient.comeBack(await portal.agree(bare.href, ordinary(1).id))
    expect(await kiosk.patient.proofingStatus(id)).toBe(status)
    if (status === 'ready') return
    expect(await kiosk.patient.session()).toMatchObject({ proofed: false })
    await expectRefused(world, 'proofing-required', () =>
      kiosk.patient.browser.send('POST', '/api/passkeys/options', { json: { device: 'shared' } }),
    )
  })

  test('an answer that does not say when the person signed in is not taken', async ({ world }) => {
    const kiosk = openKiosk(world)
    await kiosk.begin()
    const { id, authorize_url } = await kiosk.patient.startProofing()
    await world.surroundings.portal('no-login-time')
    await kiosk.patient.comeBack(await kiosk.patient.consent(authorize_url, ordinary(0).id))
    expect(await kiosk.patient.proofingStatus(id)).toBe('mismatch')
  })
})

describe('on a device of one’s own', () => {
  test('the portal’s own login is good for the next time, as people know it', async ({ world }) => {
    const portal = createPortalBrowser()
    const patient = world.patient()
    await portal.agree(await url(patient), ordinary(0).id)
    world.clock.advance(60_000)
    const { id, authorize_url } = await patient.startProofing()
    expect(new URL(authorize_url).searchParams.has('prompt')).toBe(false)
    await patient.comeBack(await portal.agree(authorize_url, ordinary(1).id))
    expect(await patient.proofingStatus(id)).toBe('ready')
    // The mock lets the second one through as the first: that is what makes the tests above bite.
    expect((await patient.coverage(id)).number).toBe(ordinary(0).coverages[0]?.number)
  })

  test('the portal’s page names who is signed in, and offers to be somebody else', async ({ world }) => {
    const portal = createPortalBrowser()
    const patient = world.patient()
    await portal.agree(await url(patient), ordinary(0).id)
    const shown = await portal.page(await url(patient))
    expect(shown).toContain(ordinary(0).name)
    expect(shown).not.toContain(`value="${ordinary(1).id}"`)
    const [, other = ''] = /href="([^"]+)"[^>]*>別の人/.exec(shown) ?? []
    const asked = await portal.page(
      new URL(other.replaceAll('&amp;', '&'), world.surroundings.portalUrl).href,
    )
    expect(asked).toContain(`value="${ordinary(1).id}"`)
  })
})
