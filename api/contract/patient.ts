import type {
  AuthenticationResponseJSON,
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
  RegistrationResponseJSON,
} from '@simplewebauthn/server'
import { z } from 'zod'
import { type ActingFor, type Asked, Relation, type WithFor } from './acting.ts'
import { listOf, recordOf } from './bounded.ts'
import { type ListedDatabase, Purpose } from './catalogue.ts'
import { freeText } from './free-text.ts'
import type { Precision } from './identifiers.ts'
import type { OutcomeView } from './outcomes.ts'
import type { Environment, RecordForm } from './projects.ts'

/** Where the patient sits: `personal` a device of their own, `shared` a kiosk. */
export const Device = z.enum(['personal', 'shared'])
export type Device = z.infer<typeof Device>

export const Choice = z.enum(['stop', 'allow'])
export type Choice = z.infer<typeof Choice>

/** The id of a database of the catalogue. */
export const DatabaseId = z.string().regex(/^[a-z0-9-]{2,64}$/)

/** Databases that one decision can name. */
export const MOST_DATABASES = 50

const isAscending = (ids: string[]) => ids.every((id, i) => i === 0 || (ids[i - 1] ?? '') < id)

/** Several databases, each once and sorted by code unit: so one scope has one form. */
const DatabaseIds = listOf(DatabaseId, MOST_DATABASES).refine((ids) => ids.length > 1 && isAscending(ids))

/**
 * What a decision covers: everything; one purpose in every database, later ones included; several databases; one
 * database; or one database for one purpose.
 */
export const Scope = z.union([
  z.strictObject({ all: z.literal(true) }),
  z.strictObject({ database: DatabaseId, purpose: Purpose }),
  z.strictObject({ database: DatabaseId }),
  z.strictObject({ databases: DatabaseIds }),
  z.strictObject({ purpose: Purpose }),
])
export type Scope = z.infer<typeof Scope>

/**
 * What the patient wants, before the server assigns an id. `text`: SHA-256 (base64url) of the published words shown.
 */
export const Intent = z.strictObject({
  choice: Choice,
  scope: Scope,
  text: z.string().regex(/^[A-Za-z0-9_-]{43}$/),
  locale: z.enum(['ja', 'ja-easy', 'en']),
})
export type Intent = z.infer<typeof Intent>

/** What `GET /api/texts` lists: the words that a screen shows before a decision, and their hash. */
export type PublishedText = Intent & { words: string }

const separated = (value: unknown) => (typeof value === 'string' ? value.split(',') : value)

/** Without `databases`, ids separated by commas: the words of all scopes but those of several databases. */
export const TextsQuery = z
  .strictObject({
    databases: z.preprocess(separated, DatabaseIds).optional(),
    /** The words that a representative reads. */
    for: Relation.optional(),
    /**
     * The words of safe mode, where the databases have these numbers in place of names: one for each of `databases`,
     * in that order. Without `databases`, one number: the words of all scopes of one database.
     */
    numbers: z
      .preprocess(
        separated,
        listOf(
          z
            .string()
            .regex(/^[1-9]\d{0,2}$/)
            .transform(Number),
          MOST_DATABASES,
        ),
      )
      .optional(),
  })
  .refine(
    ({ databases, numbers }) =>
      !numbers || (numbers.length === (databases?.length ?? 1) && new Set(numbers).size === numbers.length),
    { path: ['numbers'] },
  )

/**
 * A decision as the passkey signs it: `challenge = SHA-256(nonce ‖ JCS(decision))`. `for`: the passkey is that of
 * somebody who acts for the person.
 */
export const Decision = z.strictObject({ ...Intent.shape, id: z.uuid(), for: Relation.optional() })
export type Decision = z.infer<typeof Decision>

const base64url = z.string().regex(/^[A-Za-z0-9_-]*$/)
const credential = {
  id: base64url.min(1).max(1364),
  rawId: base64url.min(1).max(1364),
  type: z.literal('public-key'),
  authenticatorAttachment: z.enum(['platform', 'cross-platform']).nullish(),
  clientExtensionResults: recordOf(z.unknown(), 32, 64),
}

/** PublicKeyCredential after `navigator.credentials.create()`, as JSON (WebAuthn L3 §5.1). */
export const RegistrationResponse = z.looseObject({
  ...credential,
  response: z.looseObject({
    clientDataJSON: base64url.max(8192),
    attestationObject: base64url.max(65536),
    transports: listOf(z.string().regex(/^[a-z-]{1,32}$/), 16).optional(),
  }),
}) as unknown as z.ZodType<RegistrationResponseJSON>

/** PublicKeyCredential after `navigator.credentials.get()`, as JSON (WebAuthn L3 §5.1). */
export const AuthenticationResponse = z.looseObject({
  ...credential,
  response: z.looseObject({
    clientDataJSON: base64url.max(8192),
    authenticatorData: base64url.max(8192),
    signature: base64url.max(8192),
    userHandle: base64url.max(128).nullish(),
  }),
}) as unknown as z.ZodType<AuthenticationResponseJSON>

/** `view`: the settings of a kiosk's screen (language, size of text …); they come back with the person. */
export const ProofingBody = z.strictObject({
  device: Device,
  return_to: z.enum(['patient', 'kiosk']),
  view: z
    .string()
    .regex(/^[a-z0-9_-]{1,32}$/)
    .optional(),
})
/** `recover`: add a passkey to the account this person already has; its other sessions end. */
export const PasskeyOptionsBody = z.strictObject({ device: Device, recover: z.literal(true).optional() })
export const PasskeyBody = z.strictObject({ response: RegistrationResponse })
/** The person's name for a passkey. Nothing personal is expected in it. */
const PasskeyName = freeText(80)
  .trim()
  .regex(/^.{1,40}$/u)
/** `known`: the holder of this session's passkey acknowledges one that recovery made, or that was removed. */
export const PasskeyChangeBody = z.union([
  z.strictObject({ name: PasskeyName }),
  z.strictObject({ known: z.literal(true) }),
])
export type PasskeyChangeBody = z.infer<typeof PasskeyChangeBody>
export const SessionOptionsBody = z.strictObject({ device: Device })
export const SessionBody = z.strictObject({ response: AuthenticationResponse })
export const DecisionOptionsBody = z.strictObject({ decision: Intent })
export const DecisionBody = z.strictObject({ decision: Decision, response: AuthenticationResponse })
export type DecisionBody = z.infer<typeof DecisionBody>

/** Answer of `POST /api/portal/requests`. */
export type ProofingStarted = { id: string; authorize_url: string }

export type ProofingStatus = 'pending' | 'ready' | 'declined' | 'unavailable' | 'expired' | 'mismatch'

/**
 * Answer of `GET /api/portal/requests/{id}`. `reason`, with `mismatch`: the numbers in the portal's answer belong to
 * several people. Only the insurer who registered them can correct that.
 */
export type ProofingAnswer = { status: ProofingStatus; reason?: 'numbers-of-two-people' }

/** One coverage (資格情報) as the portal returned it; an absent part is null, never "00". */
export type Coverage = {
  insurer_number: string
  symbol: string | null
  number: string
  branch: string | null
  qualified_on: string
  /** 資格喪失日 of a coverage in the history; null while it is valid. */
  ended_on: string | null
}

/** Answer of `GET /api/portal/requests/{id}/coverage`. `current` parts are null when the portal has no data. */
export type CoverageAnswer = WithFor & {
  [K in keyof Omit<Coverage, 'ended_on'>]: Coverage[K] | null
} & {
  /** Earlier coverages, newest first. */
  history: Coverage[]
  /** 不開示: this person is under protection; show no names of places. */
  not_disclosed: boolean
  /** Until when we pass it through (10 minutes after consent). */
  shown_until: string
}

/** Answer of `GET /api/session` and `POST /api/sessions`. */
export type SessionAnswer = {
  patient: { since: string } | null
  /** True while the session was proofed within the last 10 minutes. */
  proofed: boolean
  device: Device
  expires_at: string
  /** Passkeys that recovery made after the one that signed in here, until its holder acknowledges them. */
  new_passkeys: { id: string; created_at: string }[]
  /** Passkeys that another passkey than this session's removed, until its holder acknowledges that. */
  removed_passkeys: RemovedPasskey[]
  /** In safe mode: the person chose it, or the portal says that nothing of them is disclosed. Absent: they are not. */
  safe?: 'chosen' | 'portal'
  /** How many people one may act for, as the portal said at this proofing; absent: none. */
  represents?: number
  /** Whom this session acts for. Then nothing here is about the account of whoever signed in. */
  for?: ActingFor
}

export type LinkageState = 'usable' | 'waiting' | 'stopped'

/** How far the newest change of a linkage has come; each time is null until it has happened. */
export type Progress = {
  recorded_at: string
  /** The latest time of its publication; null once it is published. */
  publish_by: string | null
  published_at: string | null
  received_at: string | null
  applied_at: string | null
  due_at: string
  /** True once `due_at` has passed by our clock and the holder has not confirmed. */
  late: boolean
}

export type LinkageView = {
  purpose: Purpose
  state: LinkageState
  since: string
  usable_from: string | null
  progress: Progress | null
  /** What the holder says became of the stop; null: it has said nothing, or the linkage is not stopped. */
  outcome: OutcomeView | null
  /** What the record was matched by. `id4`: by name, birth date and sex, so that it may be somebody else's. */
  precision: Precision
  /**
   * Stopped without a decision of this person: whose record it is, is not sure, and somebody whose it may be too has
   * stopped.
   */
  held: boolean
  /** The decision that stands for it is one of a representative. */
  acting?: Relation
}

/** One database as a patient sees it: the catalogue joined with their own linkages. */
export type DatabaseView = ListedDatabase & { linkages: LinkageView[] }

/** A decision that stands, also for databases that come later. */
export type Standing = {
  choice: Choice
  since: string
  /** A representative made it. */
  acting?: Relation
}

/** Answer of `GET /api/databases`. */
export type DatabasesAnswer = WithFor & {
  databases: DatabaseView[]
  /** The decision about all databases. */
  standing: Standing | null
  /**
   * Newer decisions about one purpose in every database: there, they stand instead. A device may have kept an answer
   * without them.
   */
  standing_purposes: (Standing & { purpose: Purpose })[]
  /** Seconds within which the databases are told of a decision. */
  publishing: { stop_within_s: number; allow_within_s: number }
  /**
   * When the store was restored from a backup: a decision of this person may be missing. Null if they have decided
   * since, after a year, or without a restore.
   */
  restored_at: string | null
  /** Representatives' decisions that this person is asked about once, newest first. Absent: none, or while acting. */
  ask?: Asked[]
}

/** The reason of an effect. */
export type EffectReason =
  | 'covered'
  | 'already'
  | 'not-linked'
  | 'out-of-scope'
  | 'not-by-law'
  | 'not-yet'
  | 'unknown'
  | 'no-feed'
  | 'held'

/** What a decision would do: one entry per linkage, and one per database that has none (`purpose` null). */
export type Effect = {
  database: string
  purpose: Purpose | null
  from: LinkageState | null
  to: LinkageState | 'unchanged'
  why: EffectReason
}

/** Answer of `POST /api/decisions/options`. */
export type DecisionOptions = WithFor & {
  decision: Decision
  effects: Effect[]
  nonce: string
  options: PublicKeyCredentialRequestOptionsJSON
}

export type DecisionView = Omit<Decision, 'text'> & {
  /** Absent where one acts for the person and another representative has decided. */
  text?: string
  /** Made on the person's own device or on a shared one. */
  device: Device
  recorded_at: string
  receipt_number: string
  /** Ids of the databases that the decision covers. */
  databases: string[]
  /** True: `for` says who made it, it stands, and its person is asked whether to keep it. */
  ask?: boolean
  /** Only of a stop that staff recorded from a signed form. */
  channel?: 'desk'
}

/** Answer of `POST /api/decisions`. */
export type DecisionAnswer = WithFor & { decision: DecisionView; receipt: { number: string; jws: string } }

/** The page of a person's decisions: those before one of their own decisions, or the newest. */
export const DecisionsQuery = z.strictObject({
  before: z.uuid().optional(),
  limit: z
    .string()
    .regex(/^([1-9]\d?|100)$/)
    .transform(Number)
    .default(50),
})

/** Answer of `GET /api/decisions`, newest first. `next`: the `before` of the next page; null: this is the last one. */
export type DecisionsAnswer = WithFor & { decisions: DecisionView[]; next: string | null }

/**
 * How a use stands to a stop: `before` the stop had to be applied, running on under an approval `approved-before` it,
 * or `after-stop`.
 */
export type UseClass = 'before' | 'approved-before' | 'after-stop'

/** What a use was for, and what was approved. What the holder never told is null. */
export type ProjectView = {
  id: string
  title: string
  organisation: string
  purpose: Purpose
  approved_by: string | null
  approved_on: string | null
  environment: Environment | null
  form: RecordForm | null
  ends_on: string | null
  erase_by: string | null
  erased_on: string | null
}

/** Answer of `GET /api/usage`. */
export type UsageAnswer = WithFor & {
  databases: {
    database: string
    /** Newest report first. */
    uses: {
      /** The report that it was reported in. */
      id: string
      project: ProjectView
      from: string
      to: string
      reported_at: string
      /** Null: it was reported before uses had a class. */
      class: UseClass | null
    }[]
    /** Day of the newest report, or of the linkage when there is none: nothing was reported since. */
    nothing_reported_since: string | null
  }[]
}

/** Payload of a receipt, a compact JWS with `typ: receipt+jwt`. */
export type ReceiptPayload = {
  iss: string
  /** Seconds since the epoch. */
  iat: number
  /** The receipt number, e.g. `R-7K3M-Q2XD-9FTA`. */
  jti: string
  choice: Choice
  scope: Scope
  databases: string[]
  text: string
  /** `kiosk:<id>` for a decision made at a kiosk, `desk:<id>` for a signed form that staff recorded. */
  channel?: string
  /** Somebody signed it who acts for the person. */
  acting?: Relation
  assertion: string
  /** Only from paper: the id of the form, and SHA-256 of each of the two assertions over it. */
  form?: string
  assertions?: string[]
}

/** A removed passkey. `by`: id of the passkey that had signed in where it was removed. */
export type RemovedPasskey = {
  id: string
  name: string | null
  created_at: string
  removed_at: string
  by: string | null
}

export type PasskeyView = {
  id: string
  /** The name that the person gave it. */
  name: string | null
  /** Model that the authenticator reports, a UUID; all zero where it reports none. */
  aaguid: string
  created_at: string
  last_used_at: string
  backed_up: boolean
  /** True for the one that signed in this session. */
  current: boolean
}

/**
 * Answer of `GET /api/passkeys`, oldest first. `rp_id` and `user` identify the account to an authenticator (WebAuthn
 * L3 §5.1.10, signal methods).
 */
export type PasskeysAnswer = {
  rp_id: string
  user: { id: string; name: string }
  passkeys: PasskeyView[]
  /** The last fifty, newest first, so that a person can see what was removed. */
  removed: RemovedPasskey[]
}

export type PasskeyCreated = { passkey: { id: string; created_at: string } }
export type {
  PublicKeyCredentialCreationOptionsJSON as CreationOptions,
  PublicKeyCredentialRequestOptionsJSON as RequestOptions,
}
