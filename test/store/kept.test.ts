import { sql } from 'kysely'
import { describe, expect } from 'vitest'
import type { Store } from '../../api/store/store.ts'
import { KEPT } from '../../web/features/help/kept.ts'
import { seeded as test } from '../support/world-test.ts'

/** Tables without anything about a patient, each with what it is about. */
const ABOUT_NOBODY: Record<string, string> = {
  ack: 'what a holder has acknowledged: numbers of events, which are named',
  assertion: 'proofs of identity of holders',
  audit_anchor: 'signatures over the heads of the chains',
  audit_chain: 'heads of the chains',
  covered: 'databases and purposes that decisions cover',
  desk_session: 'sessions of the staff of desks',
  desk_staff: 'staff of desks, their invitations and their keys',
  epoch: 'restores of the store',
  feed: 'heads of the feeds',
  kiosk: 'commands for kiosks',
  kiosk_call: 'that somebody at a kiosk called staff: nobody knows who',
  kysely_migration: 'the version of the schema',
  kysely_migration_lock: 'the version of the schema',
  mark: 'how far a holder has come in its feed',
  notice: 'events about a stream',
  project: 'what holders registered of their projects',
  project_version: 'what holders registered of their projects',
  setback: 'that the store went back',
  signed_list: 'bits of everybody by index: the index is named',
  subject_key: 'the name of a key of ours',
  status_list: 'sizes of the lists',
  stream: 'streams of holders',
  usage_upload: 'uploads of holders',
  write_probe: 'that the store can be written',
}

/** Columns without anything about a patient, in tables that have others. */
const EXCUSED: Record<string, string> = {
  'session.staff_key': 'staff only: sessions of patients have none',
}

/** Every column of the store, as `table.column`. */
async function columnsOf(store: Store): Promise<string[]> {
  const { rows } = await store.transact((db) =>
    store.shared
      ? sql<{ name: string }>`select table_name || '.' || column_name as name
          from information_schema.columns where table_schema = current_schema()`.execute(db)
      : sql<{ name: string }>`select t.name || '.' || c.name as name
          from sqlite_master t, pragma_table_info(t.name) c where t.type = 'table'`.execute(db),
  )
  return rows.map(({ name }) => name)
}

const tableOf = (column: string) => column.slice(0, column.indexOf('.'))
const named = KEPT.flatMap(({ items }) => items.flatMap(([, columns]) => columns))

/** Columns that the list neither names nor excuses. */
const unnamed = (columns: string[]) =>
  columns.filter(
    (column) => !named.includes(column) && !(column in EXCUSED) && !(tableOf(column) in ABOUT_NOBODY),
  )

describe('the list of what is kept about a person', () => {
  test('names every column of the store, or excuses it', async ({ world }) => {
    const columns = await columnsOf(world.deps.store)
    expect(columns.length).toBeGreaterThan(150)
    expect(unnamed(columns)).toEqual([])
  })

  test('names and excuses only what is there, and each once', async ({ world }) => {
    const columns = await columnsOf(world.deps.store)
    const tables = columns.map(tableOf)
    expect(named.filter((column) => !columns.includes(column))).toEqual([])
    expect(Object.keys(EXCUSED).filter((column) => !columns.includes(column))).toEqual([])
    expect(Object.keys(ABOUT_NOBODY).filter((table) => !tables.includes(table))).toEqual([])
    expect(named.filter((column, at) => named.indexOf(column) !== at)).toEqual([])
    expect(named.filter((column) => column in EXCUSED || tableOf(column) in ABOUT_NOBODY)).toEqual([])
  })

  test('misses a column that is added to a table, and a table that is added', () => {
    expect(unnamed(['patient.nickname', 'diary.entry', 'feed.seq', 'patient.id'])).toEqual([
      'patient.nickname',
      'diary.entry',
    ])
  })
})
