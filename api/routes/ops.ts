import { Hono } from 'hono'
import { Counter, collectDefaultMetrics, Gauge, Registry } from 'prom-client'
import type { Database } from '../contract/catalogue.ts'
import type { Deps } from '../deps.ts'
import { dayInJapan } from '../domain/calendar.ts'
import { LATE_MS } from '../domain/desk/form.ts'
import type { Publisher } from '../feed/publisher.ts'
import { waitingForms } from '../store/desk/entries.ts'
import { deliveryErrors } from '../store/feeds/deliveries.ts'
import { headOf } from '../store/feeds/heads.ts'
import { mismatchSince, overdue, progressThrough } from '../store/feeds/progress.ts'
import { countOpenCases, usesAfterStop } from '../store/records/cases.ts'

/** A tick that is late by this many intervals means that the publisher stands still. */
const LATE = 5
const LEAST_LATE_MS = 10_000

/**
 * Health and metrics, only for the operations port.
 * @param isStopping once true, the process is not ready, so that no new clients are sent here.
 */
export function createOpsApp(
  { store, setback, databases, desks, auditAnchors, refusedRequests, config, clock }: Deps,
  publisher: Publisher,
  isStopping: () => boolean = () => false,
) {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  registry.registerMetric(refusedRequests.metric)
  const gauge = (name: string, help: string, read: (id: string, database: Database) => Promise<number>) =>
    new Gauge({
      name,
      help,
      labelNames: ['database'],
      registers: [registry],
      async collect() {
        for (const database of databases.all)
          if (database.feed) this.set({ database: database.id }, await read(database.id, database))
      },
    })
  gauge('erabu_feed_head', 'Newest sequence number of a feed', (id) =>
    store.read(async (db) => (await headOf(db, id)).seq),
  )
  gauge('erabu_feed_applied', 'Sequence number up to which the holder has applied everything', (id) =>
    store.read((db) => progressThrough(db, id, 'applied')),
  )
  gauge('erabu_feed_mismatch', '1 while the holder has another digest than we', (id) =>
    store.read(async (db) => ((await mismatchSince(db, id)) === null ? 0 : 1)),
  )
  gauge('erabu_feed_overdue', 'Changes that the holder should have applied by now', (id, { due_hours }) =>
    store.read((db) => overdue(db, id, clock.now().getTime() - due_hours * 3_600_000)),
  )
  gauge('erabu_feed_errors', 'Events that the holder reported as unusable', (id) =>
    store.read((db) => deliveryErrors(db, id)),
  )
  new Counter({
    name: 'erabu_use_after_stop_total',
    help: 'Uses after a stop that holders reported, each use and token once',
    labelNames: ['database'],
    registers: [registry],
    async collect() {
      const found = await store.read(usesAfterStop)
      // Counted in the store, so that neither a restart nor another process changes it.
      this.reset()
      for (const { id, feed } of databases.all) if (feed) this.inc({ database: id }, found.get(id) ?? 0)
    },
  })
  const caseGauge = (name: string, help: string, counted: 'open' | 'overdue') =>
    new Gauge({
      name,
      help,
      labelNames: ['database'],
      registers: [registry],
      async collect() {
        const found = await store.read((db) => countOpenCases(db, dayInJapan(clock.now())))
        for (const { id, feed } of databases.all)
          if (feed) this.set({ database: id }, found.get(id)?.[counted] ?? 0)
        this.set({ database: 'none' }, found.get('')?.[counted] ?? 0)
      },
    })
  caseGauge('erabu_cases_open', 'Cases that the operator has not answered', 'open')
  caseGauge('erabu_cases_overdue', 'Cases that the operator should have answered by now', 'overdue')
  const deskGauge = (name: string, help: string, counted: 'waiting' | 'late') =>
    new Gauge({
      name,
      help,
      labelNames: ['desk'],
      registers: [registry],
      async collect() {
        const found = await store.read((db) => waitingForms(db, clock.now().getTime() - LATE_MS))
        const known = new Set([...desks.all().map(({ id }) => id), ...found.keys()])
        for (const desk of known) this.set({ desk }, found.get(desk)?.[counted] ?? 0)
      },
    })
  deskGauge('erabu_desk_forms_waiting', 'Signed forms that nobody has confirmed or given back', 'waiting')
  deskGauge('erabu_desk_forms_late', 'Those of them that have waited for more than 14 days', 'late')
  new Gauge({
    name: 'erabu_audit_broken',
    help: '1 since the audit trail was found broken',
    registers: [registry],
    collect() {
      this.set(auditAnchors.brokenBy() === null ? 0 : 1)
    },
  })

  new Gauge({
    name: 'erabu_store_went_back',
    help: '1 since the store was found to have gone back, until an epoch begins',
    registers: [registry],
    collect() {
      this.set((setback.reason() ?? setback.formerLeader()) === null ? 0 : 1)
    },
  })

  async function faults(): Promise<string[]> {
    const late = Math.max(LATE * config.tickMs, LEAST_LATE_MS)
    const last = publisher.lastTick()
    const back = setback.reason()
    const former = setback.formerLeader()
    const damage = store.damage?.() ?? null
    const writable = await store.probe().then(
      () => true,
      () => false,
    )
    return [
      ...(isStopping() ? ['stopping'] : []),
      ...(back ? [`the store has gone back (${back}): run \`npm run restore -- --epoch\``] : []),
      ...(former
        ? [
            `a former leader of the database answers (${former}): if it stays, run \`npm run restore -- --epoch\``,
          ]
        : []),
      ...(damage ? [`the store is damaged (${damage}): put a backup back`] : []),
      ...(writable || back || former || damage ? [] : ['store is not writable']),
      ...(last !== null && clock.monotonic() - last <= late ? [] : ['no recent tick']),
    ]
  }

  return new Hono()
    .get('/healthz', (c) => c.text('ok'))
    .get('/readyz', async (c) => {
      const found = await faults()
      return found.length === 0 ? c.text('ready') : c.text(found.join('; '), 503)
    })
    .get('/metrics', async (c) =>
      c.text(await registry.metrics(), 200, { 'Content-Type': registry.contentType }),
    )
}
