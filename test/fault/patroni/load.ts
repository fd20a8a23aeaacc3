import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Patient } from '../../support/patient.ts'

/** Each person decides repeatedly until told to stop. */
export function createLoad(patients: Patient[]) {
  const receipts = new Map<string, string>()
  const acknowledgedAt = new Map<string, number>()
  let stopped = false
  let refused = 0
  const loops = patients.map(async (patient, index) => {
    for (let turn = index; !stopped; turn++) {
      try {
        const body = await patient.signed(turn % 2 === 0 ? 'stop' : 'allow', { all: true })
        const response = await patient.sendDecision(body, randomUUID())
        if (response.status !== 201) throw new Error(String(response.status))
        const { decision, receipt } = await response.json()
        receipts.set(decision.id, receipt.jws)
        acknowledgedAt.set(decision.id, Date.now())
      } catch {
        refused += 1
        await sleep(200)
      }
    }
  })
  return {
    /** When each decision was acknowledged, in ms since 1970, by its id. */
    acknowledgedAt,
    size: () => receipts.size,
    refused: () => refused,
    /** The acknowledged decisions that the store does not hold as acknowledged. @param stored receipts by id. */
    lost: (stored: Map<string, string>): string[] =>
      [...receipts].filter(([id, receipt]) => stored.get(id) !== receipt).map(([id]) => id),
    async stop(): Promise<void> {
      stopped = true
      await Promise.all(loops)
    },
  }
}
