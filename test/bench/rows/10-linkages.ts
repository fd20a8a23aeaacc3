import { randomBytes, randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { loadKeys } from '../../../api/keys/key-files.ts'
import { alternate, compareRates, measureHere, type Row } from '../harness.ts'
import { sealedLines } from '../sealed-lines.ts'
import { migrate, openStore } from '../seed.ts'
import { withSetting } from '../setting.ts'

/** Lines in one transaction, on both sides. */
const BATCH = 500

/** Streamed registration of linkages, and its effect on memory. */
export const registration: Row = {
  number: 10,
  run: ({ rounds, full, say }) =>
    withSetting({ size: 1, tickMs: 5000 }, async (setting) => {
      const count = Math.ceil((full ? 1_000_000 : 50_000) / (rounds + 1))
      const { sealedSubject } = await loadKeys(setting.env.ERABU_KEYS)
      const bareFolder = join(setting.folder, 'bare')
      await migrate(bareFolder)
      const db = openStore(bareFolder, { durable: true })
      const api = await setting.startApi()
      const holder = setting.holder('bench-1')
      const memory: number[] = []
      let place = 0
      try {
        const samples = await alternate(
          rounds,
          async () => {
            const lines = await sealedLines(sealedSubject, 'bench-1', count)
            const sample = await api.measure(async () => {
              const response = await holder.postLinkages('research', lines)
              const tokens = (await response.text()).split('"token"').length - 1
              if (tokens !== count) throw new Error(`${tokens} of ${count} lines were given a token`)
              return count
            })
            memory.push((await api.memory()) / 1e6)
            say(`  ${count} lines in ${sample.wall.toFixed(1)} s`)
            return sample
          },
          () =>
            measureHere(() => {
              for (let first = 0; first < count; first += BATCH) {
                insertRows(db, Math.min(BATCH, count - first), place)
                place += BATCH
              }
              return count
            }),
        )
        const [, early = Number.NaN] = memory
        const late = memory.at(-1) ?? Number.NaN
        return [
          compareRates(
            { row: 10, what: 'POST /linkages : batched insert', unit: 'lines', goal: { atLeast: 0.4 } },
            samples,
          ),
          {
            row: 10,
            what: `memory after ${count * (rounds + 1)} lines : after ${count * 2}`,
            value: `${late.toFixed(0)} MB`,
            yardstick: `${early.toFixed(0)} MB`,
            measured: late / early,
            unit: '×',
            goal: { atMost: 1.1 },
            note: '',
          },
        ]
      } finally {
        await api.close()
        db.close()
      }
    }),
}

/** The rows that registration leaves, in one durable transaction. */
function insertRows(db: ReturnType<typeof openStore>, count: number, place: number): void {
  const linkage = db.prepare(`insert into linkage
    (id, subject, database_id, purpose, generation, registered_at) values (?, ?, 'bench-1', 'research', 1, ?)`)
  const token = db.prepare(
    `insert into token
    (token, linkage_id, generation, database_id, purpose, list, idx, state, listed, changed_at, change_no)
    values (?, ?, 1, 'bench-1', 'research', ?, ?, 'usable', 'usable', ?, ?)`,
  )
  const list = db.prepare(
    `insert into status_list (database_id, purpose, list, change_no, built_no, assigned)
     values ('bench-1', 'research', ?, 1, 0, ?)
     on conflict do update set change_no = change_no + 1, assigned = assigned + excluded.assigned`,
  )
  const at = Date.now()
  const number = (place >> 19) + 1
  db.exec('begin immediate')
  list.run(number, count)
  for (let n = 0; n < count; n++) {
    const id = randomUUID()
    linkage.run(id, randomBytes(32).toString('base64url'), at)
    // An odd factor scatters the indexes over the list without repeating one.
    const idx = Math.imul(place + n, 0x9e3779b1) & ((1 << 20) - 1)
    token.run(randomBytes(32).toString('base64url'), id, number, idx, at, place)
  }
  db.exec('commit')
}
