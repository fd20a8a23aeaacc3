import type { Flaw } from '../../mocks/person/authenticator.ts'

/** A wrong answer: its title names the step of WebAuthn Level 3 that must detect it. `reason`: what the log says. */
export type FlawedCase = [title: string, flaw: Flaw, reason: string | RegExp]

type Bytes = (bytes: Buffer) => Buffer
/** Offset of the flags in authenticator data (WebAuthn L3 §6.1). */
const FLAGS = 32
const flags =
  (change: (byte: number) => number): Bytes =>
  (bytes) => {
    const changed = Buffer.from(bytes)
    changed[FLAGS] = change(bytes[FLAGS] ?? 0)
    return changed
  }
export const setFlags = (mask: number): Bytes => flags((byte) => byte | mask)
export const clearFlags = (mask: number): Bytes => flags((byte) => byte & ~mask)
export const cut =
  (length: number): Bytes =>
  (bytes) =>
    bytes.subarray(0, length)
export const longer: Bytes = (bytes) => Buffer.concat([bytes, Buffer.of(0)])

/** A passkey that is backed up although it is not eligible for backup. */
export const backedUpAlone: Bytes = (bytes) => setFlags(0x10)(clearFlags(0x08)(bytes))

type Members = Record<string, unknown>
const without = (name: string) => (members: Members) =>
  Object.fromEntries(Object.entries(members).filter(([key]) => key !== name))
const saying = (more: Members) => (members: Members) => ({ ...members, ...more })

/**
 * Faults of clientDataJSON, except the challenge, in either ceremony.
 * @param origin ours. @param other type of the other ceremony. @param step the one that checks the type.
 */
export function clientDataFlaws(origin: string, other: string, step: number): FlawedCase[] {
  const { host, hostname } = new URL(origin)
  const evil = 'https://evil.example'
  const table: [offset: number, reason: string, flaws: [title: string, flaw: Flaw][]][] = [
    [
      0,
      'another ceremony',
      [
        ['of the other ceremony', { type: other }],
        ['of a payment', { type: 'payment.get' }],
        ['of no type', { client: without('type') }],
        [
          'of a type in capitals',
          { client: ({ type, ...rest }) => ({ ...rest, type: `${type}`.toUpperCase() }) },
        ],
      ],
    ],
    [
      2,
      'another origin',
      [
        ['of another origin', { origin: evil }],
        ['of the same host on another port', { origin: `https://${hostname}:1` }],
        ['of an origin that only begins like ours', { origin: `${origin}.evil.example` }],
        ['of an origin that only ends like ours', { origin: `https://evil-${host}` }],
        ['of a subdomain', { origin: `https://sub.${host}` }],
        ['of our host without TLS', { origin: `http://${host}` }],
        ['of our origin and a slash', { origin: `${origin}/` }],
        ['of an opaque origin', { origin: 'null' }],
        ['of an app', { origin: 'android:apk-key-hash:AAAA' }],
        ['of no origin', { client: without('origin') }],
        ['of a list of origins', { client: saying({ origin: [origin] }) }],
      ],
    ],
    [
      3,
      'made in a foreign frame',
      [
        ['made in a foreign frame', { crossOrigin: true }],
        ['made in a frame that is "true"', { client: saying({ crossOrigin: 'true' }) }],
        ['made in a frame that is null', { client: saying({ crossOrigin: null }) }],
        ['made below a foreign page', { crossOrigin: true, topOrigin: evil }],
      ],
    ],
    [
      4,
      'made in a frame',
      [
        ['that names a foreign top origin', { topOrigin: evil }],
        ['that names our origin as the top one', { topOrigin: origin }],
        ['whose top origin is null', { client: saying({ topOrigin: null }) }],
      ],
    ],
  ]
  return table.flatMap(([offset, reason, flaws]) =>
    flaws.map(([title, flaw]): FlawedCase => [`step ${step + offset}: ${title}`, flaw, reason]),
  )
}

/** Client data without a readable challenge. */
export const UNREADABLE: [title: string, clientData: string | Buffer][] = [
  ['empty', ''],
  ['not JSON', 'not JSON'],
  ['cut off', '{"type":"webauthn.get"'],
  ['null', 'null'],
  ['an array', '[]'],
  ['a text', '"text"'],
  ['a number', '7'],
  ['behind a byte order mark', '\uFEFF{}'],
]
