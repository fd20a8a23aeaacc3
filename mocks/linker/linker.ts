import { createHmac, randomBytes } from 'node:crypto'
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { calculateJwkThumbprint, compactDecrypt, exportJWK, generateKeyPair, type JWK, SignJWT } from 'jose'
import { dayInJapan } from '../../api/domain/calendar.ts'
import { type Contribution, sha256 } from './contribution.ts'
import { LINKER, linkerKey } from './keys.ts'
import { type ExtractReport, REPORT_TYPE } from './report.ts'

/** `key`: 32 bytes, base64url, from which the IDs of the project are made. `pairs`: the IDs usable at approval. */
type Project = { approved_on: string; databases: string[]; key: string; pairs: string[] }
type Kept = { signing: JWK & { kid: string }; projects: Record<string, Project> }

/** A holder's rows by the person they are about. */
type Opened = { database: string; values: Map<string, number>; not_sure: number }

/**
 * 模擬: joins rows of two holders that are about the same person, for one approved project. A pair gets an ID of the
 * project (提供用ID). Two projects cannot compare their IDs, because each has its own key, which stays here.
 * @param folder where its keys and its projects are kept.
 */
export async function createLinker({ folder, now = () => new Date() }: { folder: string; now?: () => Date }) {
  const opening = linkerKey(folder)
  const file = join(folder, 'linker.json')
  const kept: Kept = existsSync(file)
    ? JSON.parse(readFileSync(file, 'utf8'))
    : { signing: await makeSigningKey(), projects: {} }
  const { d: _private, ...publicKey } = kept.signing

  /** @returns ID5; null: it is not sure whose row it is. @throws when a seal is not for the linker. */
  async function personOf(subject: string | null): Promise<string | null> {
    if (subject === null) return null
    const { plaintext } = await compactDecrypt(subject, opening)
    const { aud, scheme, id5 } = JSON.parse(new TextDecoder().decode(plaintext)) as Record<string, unknown>
    if (aud !== LINKER) throw new Error('a subject is sealed for somebody else')
    return scheme === 'id5' && typeof id5 === 'string' ? id5 : null
  }

  /** A holder has one row of a person here. Two rows of one person may be a mistake of the register: not sure. */
  async function open({ database, usable }: Contribution): Promise<Opened> {
    const rows = await Promise.all(
      usable.map(async ({ subject, value }) => ({ person: await personOf(subject), value })),
    )
    const byPerson = Map.groupBy(rows, ({ person }) => person)
    const sure = rows.filter(({ person }) => person !== null && byPerson.get(person)?.length === 1)
    const values = new Map(sure.map(({ person, value }) => [person ?? '', value]))
    return { database, values, not_sure: rows.length - values.size }
  }

  /** The pairs that both holders may use, by the ID of the project. */
  async function match(key: string, contributions: readonly [Contribution, Contribution]) {
    const [one, other] = await Promise.all([open(contributions[0]), open(contributions[1])])
    const pairs = [...one.values].flatMap(([person, value]) => {
      const second = other.values.get(person)
      const id = createHmac('sha256', Buffer.from(key, 'base64url')).update(person).digest('base64url')
      return second === undefined ? [] : [{ id, values: [value, second] }]
    })
    return { opened: [one, other], pairs }
  }

  function save(): void {
    writeFileSync(`${file}.new`, JSON.stringify(kept), { mode: 0o600, flush: true })
    renameSync(`${file}.new`, file)
  }
  save()

  return {
    /** The key that verifies reports. */
    publicKey,

    /**
     * Notes which pairs are usable as of approval, and draws the key of the project. It is not done twice.
     * @returns the number of pairs.
     */
    async approve(project: string, contributions: readonly [Contribution, Contribution]): Promise<number> {
      if (kept.projects[project]) throw new Error(`the project ${project} was approved before`)
      const databases = contributions.map(({ database }) => database)
      if (databases[0] === databases[1]) throw new Error('both contributions are of one database')
      const key = randomBytes(32).toString('base64url')
      const pairs = (await match(key, contributions)).pairs.map(({ id }) => id)
      kept.projects[project] = { approved_on: dayInJapan(now()), databases, key, pairs }
      save()
      return pairs.length
    },

    /**
     * Joins rows that are usable now, and were usable at approval.
     * @returns the extract (CSV, sorted by ID, so that its order tells nothing) and the signed report.
     * @throws when the project was not approved, or for other databases.
     */
    async extract(
      project: string,
      contributions: readonly [Contribution, Contribution],
    ): Promise<{ extract: string; report: string }> {
      const approved = kept.projects[project]
      if (!approved) throw new Error(`the project ${project} was not approved`)
      const databases = contributions.map(({ database }) => database)
      if (databases.join() !== approved.databases.join())
        throw new Error(`the project ${project} was approved for ${approved.databases.join(' and ')}`)
      const { opened, pairs } = await match(approved.key, contributions)
      const before = new Set(approved.pairs)
      const out = pairs.filter(({ id }) => before.has(id)).toSorted((a, b) => (a.id < b.id ? -1 : 1))
      const lines = [['id', ...databases], ...out.map(({ id, values }) => [id, ...values])]
      const extract = lines.map((line) => `${line.join(',')}\n`).join('')
      const payload: ExtractReport = {
        iss: LINKER,
        project,
        approved_on: approved.approved_on,
        extracted_at: now().toISOString(),
        rows_in: countsOf(contributions, ({ rows }) => rows),
        left_out: {
          at_approval: pairs.length - out.length,
          at_extraction: countsOf(contributions, ({ rows, usable }) => rows - usable.length),
          not_sure: countsOf(opened, ({ not_sure }) => not_sure),
          alone: countsOf(opened, ({ values }) => values.size - pairs.length),
        },
        rows_out: out.length,
        lists: contributions.flatMap(({ database, lists }) => lists.map((list) => ({ database, ...list }))),
        extract_sha256: sha256(extract),
      }
      const header = { alg: 'ES256', typ: REPORT_TYPE, kid: kept.signing.kid }
      const report = await new SignJWT(payload).setProtectedHeader(header).sign(kept.signing)
      return { extract, report }
    },
  }
}

const countsOf = <T extends { database: string }>(of: readonly T[], count: (one: T) => number) =>
  Object.fromEntries(of.map((one) => [one.database, count(one)]))

async function makeSigningKey(): Promise<JWK & { kid: string }> {
  const { privateKey } = await generateKeyPair('ES256', { extractable: true })
  const key = await exportJWK(privateKey)
  return { ...key, alg: 'ES256', use: 'sig', kid: await calculateJwkThumbprint(key) }
}
