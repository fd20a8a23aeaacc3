import { createMemoryOutbox } from '../../../../web/data/decision/outbox-memory.ts'
import type { Device } from '../../../../web/data/device/database/device.ts'

/** Creates a device in memory with snapshots, receipts and an outbox. */
export function createFakeDevice(owner: string | null = 'person') {
  const snapshots = new Map<string, { value: unknown; asOf: Date; owner: string | null }>()
  const receipts = new Map<string, string>()
  const state = { owner }
  const device = {
    owner: async () => state.owner,
    snapshot: async (name: string) => snapshots.get(name) ?? null,
    keepSnapshot: async (person: string | null, name: string, value: unknown) => {
      if (person === state.owner) snapshots.set(name, { value, asOf: new Date(), owner: person })
    },
    receipt: async (id: string) => {
      const value = receipts.get(id)
      return value === undefined ? null : { value, asOf: new Date(0) }
    },
    keepReceipt: async (_person: string | null, id: string, jws: string) => void receipts.set(id, jws),
    keys: async () => null,
    keepKeys: async () => {},
    outbox: { ...createMemoryOutbox(), durable: true, watch: () => () => {} },
  }
  return { device: device as unknown as Device, state, snapshots, receipts }
}
