import { DatabaseSync } from 'node:sqlite'
import { openAlone } from './alone.ts'
import { type Change, type Ledger, type Linkage, revokedDigest, type Unregistered } from './ledger.ts'

const SCHEMA = `
  create table if not exists linkage (
    person text not null, purpose text not null, token text not null, uri text not null, idx integer not null,
    usable_from text, seq integer, published_at integer, acted_at integer, unique (person, purpose));
  create index if not exists linkage_list on linkage (uri, seq);
  -- Several rows may be one person's, and then have one token.
  create index if not exists linkage_token on linkage (token);
  -- Every token ever revoked; barred: known as revoked, but not yet met again in a feed that is read from its start.
  create table if not exists revoked (token text primary key, barred integer not null) without rowid;
  create table if not exists feed (through integer not null);
  insert into feed select 0 where not exists (select 1 from feed);
  -- Which feed was applied, and the linkages of an earlier one that were not added again since.
  create table if not exists followed (feed text not null);
  create table if not exists unregistered (person text not null, purpose text not null, primary key (person, purpose))
    without rowid`

type Row = Omit<Linkage, 'status_list'> & { uri: string; idx: number }

/**
 * The ledger of a holder with many linkages: an SQLite file with an index for every query. Everything between two
 * calls of `save` is one transaction.
 * @throws Error when another process has the file open.
 */
export function openTables(file: string, now: () => number = Date.now) {
  const release = openAlone(file)
  const db = new DatabaseSync(file)
  db.exec(`pragma synchronous = full; pragma cache_size = -65536; ${SCHEMA}`)
  const from = db.prepare('select through from feed')
  const followed = db.prepare('select feed from followed')
  const lost = db.prepare('select person, purpose from unregistered')
  const found = db.prepare('delete from unregistered where person = ? and purpose = ?')
  const move = db.prepare('update feed set through = ?')
  const revoke = db.prepare('insert or replace into revoked values (?, 0)')
  const known = db.prepare('select 1 from revoked where token = ?')
  const met = db.prepare('select token from revoked where barred = 0')
  const all = db.prepare('select * from linkage order by rowid')
  const lists = db.prepare('select uri, max(coalesce(seq, 0)) as seq from linkage group by uri')
  const insert = db.prepare(`insert or replace into linkage (person, purpose, token, uri, idx, usable_from)
    values (?, ?, ?, ?, ?, ?)`)
  const change =
    db.prepare(`update linkage set token = ?, uri = ?, idx = ?, seq = ?, published_at = ?, acted_at = ?
    where token in (?, ?) and coalesce(seq, 0) < ?`)

  const begin = () => {
    if (!db.isTransaction) db.exec('begin')
  }
  const through = () => Number(from.get()?.through)
  const feed = () => (followed.get()?.feed ?? null) as string | null

  function* revoked(): Generator<string> {
    for (const { token } of met.iterate()) yield String(token)
  }

  function* each(): Generator<Linkage> {
    for (const row of all.iterate()) {
      const { uri, idx, ...linkage } = row as Row
      yield { ...linkage, status_list: { uri, idx } }
    }
  }

  function applyOne({ seq, token, kind, replaces, status_list: { uri, idx }, tick }: Change): void {
    begin()
    move.run(seq)
    if (kind === 'revoke') revoke.run(token)
    change.run(token, uri, idx, seq, tick * 1000, now(), token, replaces, seq)
  }

  return {
    close() {
      if (db.isOpen) db.close()
      release()
    },
    feed,
    through,
    unregistered: () => lost.all() as Unregistered[],
    revoked: () => new Set(revoked()),
    isRevoked: (token: string) => known.get(token) !== undefined,
    linkages: () => [...each()],
    /** Every linkage, one at a time. */
    each,
    lists: () => lists.all() as { uri: string; seq: number }[],

    head() {
      const tokens = [...revoked()]
      return { seq: through(), revoked_count: tokens.length, revoked_digest: revokedDigest(tokens) }
    },

    apply(changes: Change[]): void {
      let last = through()
      for (const one of changes.toSorted((a, b) => a.seq - b.seq)) {
        if (one.seq !== last + 1) continue
        applyOne(one)
        last = one.seq
      }
    },

    startOver(another = feed()): void {
      begin()
      db.exec('update revoked set barred = 1; update feed set through = 0')
      if (another === null || another === feed()) return
      db.exec(`delete from followed; update linkage set seq = null;
        insert or ignore into unregistered select person, purpose from linkage`)
      db.prepare('insert into followed values (?)').run(another)
    },

    add(person, purpose, { token, status_list: { uri, idx }, usable_from }): void {
      begin()
      insert.run(person, purpose, token, uri, idx, usable_from)
      found.run(person, purpose)
    },

    save(): void {
      if (db.isTransaction) db.exec('commit')
    },
  } satisfies Ledger & { each(): Iterable<Linkage> }
}

export type Tables = ReturnType<typeof openTables>
