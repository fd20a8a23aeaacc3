import { beforeEach, expect, vi } from 'vitest'
import { loadDevice } from '../../web/data/device/load-device.ts'
import { api } from '../../web/data/http/api.ts'
import { verifyReceipt } from '../../web/data/patient/verify-receipt.ts'
import { openClerk, signedForm } from '../support/desk.ts'
import { FAMILY, ordinary } from '../support/people.ts'
import type { World } from '../support/world.ts'
import { test } from '../support/world-test.ts'

vi.mock('../../web/data/device/load-device.ts')
beforeEach(() => {
  vi.mocked(loadDevice).mockResolvedValue(null)
})

/** Receipts of stops that somebody else made for a person: what they say of that, and a lie about it. */
const RECEIPTS: Record<string, [says: object, lie: object, made: (world: World) => Promise<string>]> = {
  'a desk': [
    { channel: 'desk:city-hall' },
    { channel: 'desk:ward-office' },
    async (world) => {
      const [one, other] = [await openClerk(world, '佐藤'), await openClerk(world, '鈴木')]
      const { id } = await one.enter(await signedForm(world, ordinary(0).id))
      return (await other.confirm(id)).receipt.jws
    },
  ],
  'a parent': [
    { acting: 'child' },
    { acting: undefined },
    async (world) => {
      const parent = world.patient()
      await parent.enrol(FAMILY.father.id)
      await parent.actFor(0)
      return (await parent.decide('stop', { all: true })).receipt.jws
    },
  ],
}

test.for(Object.entries(RECEIPTS))(
  'the receipt of %s verifies on the page for receipts, and not when it says somebody else',
  async ([, [says, lie, made]], { world }) => {
    vi.spyOn(api, 'jwks').mockImplementation(async () => (await fetch(`${world.origin}/jwks.json`)).json())
    const jws = await made(world)
    const verification = await verifyReceipt(jws)
    expect(verification).toMatchObject({
      valid: true,
      payload: { choice: 'stop', scope: { all: true }, ...says },
    })
    const [header, body = '', signature] = jws.split('.')
    const changed = { ...JSON.parse(Buffer.from(body, 'base64url').toString()), ...lie }
    const forged = [header, Buffer.from(JSON.stringify(changed)).toString('base64url'), signature].join('.')
    expect(await verifyReceipt(forged)).toEqual({ valid: false, reason: 'bad-signature' })
  },
)
