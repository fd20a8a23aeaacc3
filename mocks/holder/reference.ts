/**
 * A data holder to copy, with connection.ts, lists.ts, outcomes.ts and projects.ts. It registers linkages, follows its
 * feed, checks the status list before use, and reports uses. It needs only outbound HTTPS, `jose` and Node. The ledger
 * keeps what it must not forget: a file of JSON for a few thousand linkages (ledger.ts), tables for millions (tables.ts).
 */
import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { createRemoteJWKSet, customFetch, errors, jwtVerify } from 'jose'
import type { Head, LinkageAnswer, LinkageLine } from '../../api/contract/holder.ts'
import { type Client, createConnection } from './connection.ts'
import type { Change, Ledger } from './ledger.ts'
import { createLists } from './lists.ts'
import { createOutcomes, type Outcome } from './outcomes.ts'
import { createProjects } from './projects.ts'

/** The identity of the holder, and the one of its databases that it serves here. */
export type HolderConfig = Client & { database: string }

export type Part = 'feed' | 'lists' | 'linkages' | 'outcomes'

/** `status` is present while the stream is not enabled: then polling cannot reach the head. */
type Polled = { sets: Record<string, string>; 'urn:erabu:head': Head; 'urn:erabu:status'?: string }

const CHANGE = 'https://schemas.openid.net/secevent/caep/event-type/credential-change'
/** How often, at most, an issuer that has changed its key is asked for the new one. */
const KEYS_AGAIN_MS = 1000
/** Linkages registered again in one request. */
const AT_ONCE = 1000
/** Polls without the next `seq` after which a gap is treated as one that polling does not fill. */
const PATIENCE = 3

export type ReferenceHolder = ReturnType<typeof createReferenceHolder>

type World = {
  fetch?: typeof fetch
  /** Milliseconds since the epoch. */
  now?: () => number
  /** Most SETs of a poll. */
  maxEvents?: number
  /**
   * Called when the feed is another one: the api was restored, or has another store, and may not know our linkages.
   * @returns for each person a line for `register` with a fresh sealed subject, null where there is none.
   */
  lines?: (purpose: string, people: string[]) => Promise<(LinkageLine | null)[]>
  /** What became of a revoked row; without it: applied. `person`: null where another token replaced this one. */
  outcomeOf?: (token: string, person: string | null) => Outcome
}

/**
 * @param world the surroundings of the holder. Without `lines`, linkages of another feed stay unregistered
 *   (`status`).
 */
export function createReferenceHolder(config: HolderConfig, ledger: Ledger, world: World = {}) {
  const { issuer, database } = config
  const { fetch = globalThis.fetch, now = Date.now, maxEvents = 500 } = world
  const { outcomeOf = () => ({ outcome: 'applied' }) } = world
  const send = createConnection(config, { fetch, now })
  const keys = createRemoteJWKSet(new URL(`${issuer}/jwks.json`), {
    [customFetch]: fetch,
    cooldownDuration: KEYS_AGAIN_MS,
  })
  let stream: string | null = null
  let opening: Promise<void> | null = null
  let head: Head | null = null
  let reported: { through: number; match: boolean } | null = null
  let [fruitless, healing, held] = [0, false, false]
  let renewed: string | null = null

  async function call(method: string, path: string, body?: object | string, gone?: AbortSignal) {
    const response = await send(method, path, body, gone)
    if (response.status === 404 && path.startsWith('/ssf/')) stream = null
    if (!response.ok) throw new Error(`${method} ${path.split('?')[0]} answered ${response.status}`)
    return response
  }

  const lists = createLists(issuer, ledger, {
    load: async (path) => (await call('GET', path)).text(),
    keys,
    now,
    epoch: () => head && { id: head.epoch },
  })

  const outcomes = createOutcomes({ call, ledger, outcomeOf })

  const post = async <T>(path: string, body: object, gone?: AbortSignal): Promise<T> =>
    (await (await call('POST', `/ssf/streams${path}`, body, gone)).json()) as T

  /** Opens our stream once, however many callers ask at a time. */
  const open = (): Promise<void> => {
    opening ??= openStream().finally(() => {
      opening = null
    })
    return opening
  }

  async function openStream(): Promise<void> {
    if (stream) return
    type Stream = { stream_id: string; aud: string }
    const own = (await (await call('GET', '/ssf/streams')).json()) as Stream[]
    const { stream_id } =
      own.find(({ aud }) => aud === database) ?? (await post<Stream>('', { aud: database }))
    const polled = await post<Polled>(`/${stream_id}/poll`, { maxEvents: 0, returnImmediately: true })
    stream = stream_id
    await recognise(polled['urn:erabu:head'])
  }

  /**
   * Another stream or another epoch is another feed. A feed that is shorter than what we applied has gone back. In
   * both cases the api was restored, or has another store. What was revoked before stays out of use, whatever the new
   * feed says of it.
   */
  async function recognise(theirs: Head): Promise<void> {
    head = theirs
    const feed = `${stream} ${theirs.epoch ?? ''} `
    if (ledger.feed()?.startsWith(feed) && ledger.through() <= theirs.seq) return
    await rewind(0)
    // A random suffix also makes a feed that went back another one.
    ledger.startOver(feed + randomUUID())
    ledger.save()
    lists.clear()
    reported = null
  }

  /** Registers people for a purpose; those already registered keep their token. One line each, in the same order. */
  async function register(purpose: string, people: string[], lines: LinkageLine[]): Promise<void> {
    await open()
    if (lines.length === 0) return
    const text = lines.map((line, i) => `${JSON.stringify({ ...line, ref: String(i) })}\n`).join('')
    const response = await call('POST', `/linkages?${new URLSearchParams({ database, purpose })}`, text)
    const answers = (await response.text()).split('\n').filter(Boolean)
    const parsed = answers.map((answer) => JSON.parse(answer) as LinkageAnswer)
    // A token in another person's row is worse than none.
    if (parsed.length !== people.length || parsed.some(({ ref }, i) => ref !== String(i)))
      throw new Error('POST /linkages did not answer line for line')
    for (const [i, answer] of parsed.entries())
      if (!('error' in answer)) ledger.add(people[i] ?? '', purpose, answer)
    ledger.save()
  }

  /** Registers once what the feed may not know; this is idempotent. People without a line stay unregistered. */
  async function registerAgain(): Promise<void> {
    await open()
    const feed = ledger.feed()
    if (renewed === feed || !world.lines) return
    const lost = Map.groupBy(ledger.unregistered(), ({ purpose }) => purpose)
    for (const [purpose, linkages] of lost)
      for (let from = 0; from < linkages.length; from += AT_ONCE) {
        const people = linkages.slice(from, from + AT_ONCE).map(({ person }) => person)
        const lines = await world.lines(purpose, people)
        const rows = people.flatMap((person, i) => (lines[i] ? [{ person, line: lines[i] }] : []))
        await register(
          purpose,
          rows.map(({ person }) => person),
          rows.map(({ line }) => line),
        )
      }
    renewed = feed
  }

  /** @returns the change; null for a stream event, which carries none. @throws when the SET does not verify. */
  async function verify(jti: string, set: string): Promise<Change | null> {
    const rules = { algorithms: ['ES256'], typ: 'secevent+jwt', issuer, audience: database }
    const { payload } = await jwtVerify(set, keys, { ...rules, currentDate: new Date(now()) })
    if (payload.jti !== jti) throw new errors.JWTClaimValidationFailed('jti differs', payload, 'jti')
    const event = (payload.events as Record<string, Record<string, unknown>>)[CHANGE]
    if (!event) return null
    type Told = Pick<Change, 'seq' | 'status_list'> & { replaces?: string }
    const { seq, status_list, replaces = null } = event['urn:erabu:linkage'] as Told
    const { id: token } = payload.sub_id as { id: string }
    const kind = event.change_type as Change['kind']
    return { seq, token, kind, replaces, status_list, tick: event.event_timestamp as number }
  }

  /**
   * Applies, writes to disk, and only then acknowledges. SETs behind a gap are not acknowledged, so they come again.
   * @returns whether the ledger moved.
   */
  async function take(path: string, sets: Record<string, string>): Promise<boolean> {
    const seqs = new Map<string, number>()
    const changes: Change[] = []
    const setErrs: Record<string, { err: string; description: string }> = {}
    for (const [jti, set] of Object.entries(sets))
      try {
        const change = await verify(jti, set)
        if (change) changes.push(change)
        seqs.set(jti, change?.seq ?? 0)
      } catch (error) {
        if (!isFaultOfSet(error)) throw error
        setErrs[jti] = { err: 'authentication_failed', description: 'the SET does not verify' }
      }
    const before = ledger.through()
    ledger.apply(changes)
    if (ledger.through() > before) ledger.save()
    const ack = [...seqs].filter(([, seq]) => seq <= ledger.through()).map(([jti]) => jti)
    if (ack.length + Object.keys(setErrs).length > 0) {
      const body = { ack, setErrs, maxEvents: 0, returnImmediately: true }
      head = (await post<Polled>(path, body))['urn:erabu:head']
    }
    return ledger.through() > before
  }

  const rewind = (to: number) => call('POST', `/ssf/streams/${stream}/rewind`, { after_seq: to })

  /**
   * Reads the whole feed again. It holds every revocation exactly once, and the head's digest is the sum over them.
   * So a set built only from the feed ends at the head. The lists would not do: they say which indexes are closed,
   * not which tokens were ever revoked.
   */
  async function heal(): Promise<void> {
    await rewind(0)
    ledger.startOver()
    ledger.save()
    reported = { through: -1, match: false }
    if (healing) throw new Error('the digest still differs after the feed was read again')
    healing = true
  }

  async function report(): Promise<void> {
    const { seq: through_seq, ...ours } = ledger.head()
    const { match } = await post<{ match: boolean }>(`/${stream}/applied`, { through_seq, ...ours })
    reported = { through: through_seq, match }
    if (!match) await heal()
    else if (through_seq === head?.seq) healing = false
  }

  /** Nothing can be fetched: everything is applied, or the stream is paused. */
  const isServed = () => held || (head !== null && head.seq === ledger.through())
  const agrees = (theirs: Head, ours: Head) =>
    theirs.seq !== ours.seq ||
    (theirs.revoked_count === ours.revoked_count && theirs.revoked_digest === ours.revoked_digest)

  /** One poll and its consequences. @param wait whether to wait for new events when there are none. */
  async function round({ wait, gone }: { wait: boolean; gone?: AbortSignal }): Promise<void> {
    await open()
    const path = `/${stream}/poll`
    // A holder that has not reported yet what it applied must not wait: it can report at once.
    const returnImmediately = !wait || !reported || !isServed()
    const polled = await post<Polled>(path, { maxEvents, returnImmediately }, gone)
    await recognise(polled['urn:erabu:head'])
    held = polled['urn:erabu:status'] !== undefined
    fruitless = (await take(path, polled.sets)) || isServed() ? 0 : fruitless + 1
    if (fruitless >= PATIENCE) {
      fruitless = 0
      await rewind(ledger.through())
      throw new Error(`the feed has a gap after ${ledger.through()}`)
    }
    const theirs = head ?? polled['urn:erabu:head']
    if (reported?.through !== ledger.through() || !agrees(theirs, ledger.head())) await report()
  }

  /** Once everything is applied, and the api agrees, it is told what became of each row. */
  async function reportOutcomes(): Promise<void> {
    if (stream && reported?.match && reported.through === ledger.through()) await outcomes.report(stream)
  }

  return {
    projects: createProjects({ database, call }),
    outcomes: outcomes.told,
    linkages: ledger.linkages,
    revoked: ledger.revoked,
    usability: lists.usability,
    signedList: lists.signed,
    round,
    readLists: lists.read,

    /**
     * `match`: the answer to the last report, null before the first. `lists_until` in milliseconds; null: a list is
     * missing. `unregistered`: linkages that the api may not know.
     */
    status() {
      const untils = ledger.lists().map(({ uri }) => lists.until(uri))
      const until = Math.min(...untils)
      const lists_until = untils.length === 0 || until === 0 ? null : until
      const unregistered = ledger.unregistered().length
      return { through: ledger.through(), head, match: reported?.match ?? null, lists_until, unregistered }
    },

    register,
    registerAgain,
    reportOutcomes,

    /**
     * Follows the feed, refreshes the lists and keeps everybody registered until `signal` aborts. After a fault it
     * waits, from a second up to a minute. @param tell receives the fault, or null when all went well; what it throws
     * ends the run.
     */
    async run(signal: AbortSignal, tell: (part: Part, fault: Error | null) => void): Promise<void> {
      const forever = async (part: Part, work: () => Promise<void>) => {
        for (let faults = 0; !signal.aborted; )
          try {
            await work()
            tell(part, null)
            if (!healing) faults = 0
          } catch (error) {
            if (signal.aborted) return
            tell(part, error as Error)
            await sleep(Math.min(1000 * 2 ** faults++, 60_000), undefined, { signal }).catch(() => {})
          }
      }
      await Promise.all([
        forever('feed', () => round({ wait: true, gone: signal })),
        forever('linkages', () => registerAgain().then(() => sleep(1000, undefined, { signal }))),
        forever('outcomes', () => reportOutcomes().then(() => sleep(1000, undefined, { signal }))),
        forever('lists', () => lists.read().then(() => sleep(1000, undefined, { signal }))),
      ])
    },
  }
}

/** Keys that cannot be fetched now, or an unknown key, are no fault of the SET. */
const isFaultOfSet = (error: unknown) =>
  error instanceof errors.JWSSignatureVerificationFailed ||
  error instanceof errors.JWTClaimValidationFailed ||
  error instanceof errors.JWSInvalid ||
  error instanceof errors.JWTInvalid
