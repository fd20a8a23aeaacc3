import type { Database } from '../../../api/contract/catalogue.ts'
import { dayInJapan } from '../../../api/domain/calendar.ts'
import type { LinkageRow, TokenRow } from '../../../api/store/records/rows.ts'
import { slowClass } from '../model/slow-class.ts'
import type { Stored } from './stored.ts'

/** Outcomes, projects, uses and cases: histories without gaps, and each use has the class that its stop gives it. */
export const useFaults = (stored: Stored, catalogue: Database[]): string[] => [
  ...outcomeFaults(stored),
  ...projectFaults(stored),
  ...classFaults(stored, catalogue),
  ...caseFaults(stored),
]

/** An outcome is about a token whose holder was told that it is revoked, and differs from the one before. */
function outcomeFaults({ outcome, token }: Stored): string[] {
  const faults: string[] = []
  for (const [name, rows] of Map.groupBy(outcome, (row) => row.token)) {
    const wrong = (what: string) => faults.push(`outcomes of ${name}: ${what}`)
    const history = rows.toSorted((a, b) => a.ordinal - b.ordinal)
    if (history.some(({ ordinal }, i) => ordinal !== i + 1)) wrong('ordinals have a gap')
    const said = history.map(({ code, reason, until }) => `${code} ${reason} ${until}`)
    if (said.some((one, i) => one === said[i + 1])) wrong('a repetition is kept')
    if (history.some(({ code, reason }) => ['partly', 'cannot', 'exempt'].includes(code) && reason === null))
      wrong('a reason is missing')
    if (token.find((row) => row.token === name)?.listed !== 'revoked') wrong('its holder was told of no stop')
  }
  return faults
}

function projectFaults({ project, project_version }: Stored): string[] {
  const faults: string[] = []
  const keyOf = (database: string, id: string) => `${database} ${id}`
  const versions = Map.groupBy(project_version, (row) => keyOf(row.database_id, row.project_id))
  for (const { database_id, id, version, used_at } of project) {
    const wrong = (what: string) => faults.push(`project ${keyOf(database_id, id)}: ${what}`)
    const history = (versions.get(keyOf(database_id, id)) ?? []).toSorted((a, b) => a.version - b.version)
    if (history.some((row, i) => row.version !== i + 1)) wrong('versions have a gap')
    if (history.length !== version) wrong('is not its newest version')
    if (version === 0 && used_at === null) wrong('is neither registered nor used')
    if (history.some(({ ends_on, approved_on }) => ends_on < approved_on)) wrong('ends before its approval')
    // Times of one millisecond may have any order.
    const fixed = history.findLast(({ at }) => used_at !== null && at < used_at)
    for (const { approved_on, purpose, at } of history)
      if (
        used_at !== null &&
        at > used_at &&
        (approved_on !== fixed?.approved_on || purpose !== fixed.purpose)
      )
        wrong('what its first use fixed has changed')
  }
  return faults
}

/** Read by other means than the service reads it: from the change in the feed or pool, and its decision. */
function stopOf(stored: Stored, { token, linkage_id, state, changed_at }: TokenRow) {
  if (state !== 'revoked') return null
  const isStop = (change: { token: string; kind: string }) =>
    change.token === token && change.kind === 'revoke'
  const change = stored.event.find(isStop) ?? stored.outbox.find(isStop)
  // One that was stopped before its holder was told of it has no change.
  if (!change) return { recorded_at: changed_at, decided_at: changed_at }
  const linkage = stored.linkage.find(({ id }) => id === linkage_id)
  const decision = stored.decision.find(
    ({ subject, ordinal }) =>
      subject === (change.decided_by ?? linkage?.subject) && ordinal === change.ordinal,
  )
  return { recorded_at: change.recorded_at, decided_at: decision?.recorded_at ?? change.recorded_at }
}

/** When its person allowed this token; null: a registration minted it. */
function allowOf(stored: Stored, { token, linkage_id, minted_by }: TokenRow): number | null {
  const isAllow = (change: { token: string; kind: string }) =>
    change.token === token && change.kind === 'create'
  const change = stored.event.find(isAllow) ?? stored.outbox.find(isAllow)
  const linkage = stored.linkage.find(({ id }) => id === linkage_id)
  const decision = stored.decision.find(({ subject, ordinal, id }) =>
    change
      ? subject === (change.decided_by ?? linkage?.subject) && ordinal === change.ordinal
      : id === minted_by,
  )
  return decision?.recorded_at ?? change?.recorded_at ?? null
}

/** The stops that a use of a token can be under, each with the last day on which it counts; null: it has none. */
function stopsUnder(stored: Stored, token: TokenRow) {
  const own = stopOf(stored, token)
  const line = stored.token
    .filter((one) => one.linkage_id === token.linkage_id && one.generation <= token.generation)
    .toSorted((a, b) => a.generation - b.generation)
    .map((one) => ({ stop: stopOf(stored, one), allowed_at: allowOf(stored, one) }))
  const ended = line.flatMap(({ stop }, i) => {
    for (const later of stop ? line.slice(i + 1) : []) {
      if (stop && later.allowed_at !== null)
        return [{ ...stop, until: dayInJapan(new Date(later.allowed_at)) }]
      // Registered again, and not under the same stop: nobody knows when it was allowed.
      if (later.stop?.decided_at !== stop?.decided_at) return []
    }
    return []
  })
  const sameAs = line.flatMap(({ stop }) =>
    stop && stop.decided_at === own?.decided_at ? [stop.recorded_at] : [],
  )
  return [
    ...(own ? [{ ...own, recorded_at: Math.min(own.recorded_at, ...sameAs), until: null }] : []),
    ...ended,
  ]
}

function classFaults(stored: Stored, catalogue: Database[]): string[] {
  const faults: string[] = []
  const uploads = new Map(stored.usage_upload.map((upload) => [upload.id, upload]))
  const uses = new Map(stored.usage.map((use) => [use.id, use]))
  const tokens = new Map(stored.token.map((token) => [token.token, token]))
  for (const row of stored.upload_token) {
    const wrong = (what: string) => faults.push(`use of ${row.token} in ${row.upload_id}: ${what}`)
    const token = tokens.get(row.token)
    const use = uses.get(uploads.get(row.upload_id)?.usage_id ?? '')
    if (!token || token.linkage_id !== row.linkage_id) {
      wrong('names another linkage')
      continue
    }
    if (!use || row.class === null) continue
    if (use.database_id !== token.database_id) wrong('is that of another database')
    const dueHours = catalogue.find(({ id }) => id === use.database_id)?.due_hours ?? 0
    const stops = stopsUnder(stored, token)
    const classWith = (approved_on: string | null) => {
      const classes = stops.map(({ recorded_at, decided_at, until }) => {
        if (until !== null && use.from_day > until) return 'before'
        const to = until !== null && until < use.to_day ? until : use.to_day
        const late = slowClass({ to, approved_on: null, stopped_at: recorded_at, dueHours })
        if (late === 'before') return late
        const decided = slowClass({ to, approved_on, stopped_at: decided_at, dueHours: 0 })
        return decided === 'after-stop' ? 'after-stop' : 'approved-before'
      })
      return (['after-stop', 'approved-before'] as const).find((one) => classes.includes(one)) ?? 'before'
    }
    // Its first use fixed it: a project that is registered was registered before.
    const registered = stored.project_version
      .filter((one) => one.database_id === use.database_id && one.project_id === use.project_id)
      .toSorted((a, b) => b.version - a.version)[0]
    if (classWith(registered?.approved_on ?? null) !== row.class) wrong(`is called ${row.class}`)
  }
  return faults
}

function caseFaults({
  usage_upload,
  upload_token,
  linkage,
  case_file,
  usage,
  event,
  party,
}: Stored): string[] {
  const faults: string[] = []
  const uploads = new Map(usage_upload.map((upload) => [upload.id, upload]))
  const people = new Map(linkage.map(({ id, subject }) => [id, subject]))
  for (const row of upload_token) {
    const upload = uploads.get(row.upload_id)
    const due = row.class === 'after-stop' && upload?.usage_id != null
    if (due && row.case_number === null && upload.cases_due === 0) faults.push(`no case about ${row.token}`)
    if (!due && row.case_number !== null) faults.push(`a case about ${row.token}, which needs none`)
    const about = case_file.find(({ number }) => number === row.case_number)
    if (row.case_number === null) continue
    const stopped = event.find(({ token, kind }) => token === row.token && kind === 'revoke')
    const whose = stopped?.decided_by ?? people.get(row.linkage_id)
    if (about?.ref !== upload?.usage_id || about?.subject !== whose)
      faults.push(`the case about ${row.token} is about something else`)
  }
  const byUs = case_file.filter(({ opened_by }) => opened_by === 'erabu')
  const once = [
    ...byUs
      .filter(({ about, state }) => about === 'use' || state === 'open')
      .map(({ subject, ref, about, database_id }) => [subject, ref, about, database_id].join()),
    ...case_file
      .filter(({ opened_by, state }) => opened_by === 'me' && state === 'open')
      .map(({ subject, database_id, ref, about, says }) =>
        ['me', subject, database_id, ref, about, says].join(),
      ),
  ]
  if (new Set(once).size !== once.length) faults.push('two cases about one question of a person')
  const named = new Set(upload_token.map(({ case_number }) => case_number))
  for (const { number, about } of byUs)
    if (about === 'use' && !named.has(number)) faults.push(`case ${number} is about no use`)
  for (const { number, state, answer, answered_at, subject, database_id, about } of case_file) {
    if ((state === 'answered') !== (answer !== null) || (answer === null) !== (answered_at === null))
      faults.push(`case ${number} is answered by halves`)
    const seen = party.filter((one) => one.subject === subject).map(({ linkage_id }) => linkage_id)
    const isTheirs = (one: LinkageRow) => one.subject === subject || seen.includes(one.id)
    if (
      about === 'person'
        ? database_id !== ''
        : !linkage.some((one) => one.database_id === database_id && isTheirs(one))
    )
      faults.push(`case ${number} is about a database that linked nothing`)
  }
  for (const { ref, database_id } of case_file)
    if (ref !== '' && usage.find(({ id }) => id === ref)?.database_id !== database_id)
      faults.push('a case of another database')
  return faults
}
