import { createPrivateKey, type JsonWebKey, type KeyObject, randomBytes } from 'node:crypto'
import { access, mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { calculateJwkThumbprint, exportJWK, generateKeyPair, type JSONWebKeySet, type JWK } from 'jose'
import { flush } from '../store/disk/flush.ts'

/** The keys of one service, loaded once at start. */
export type Keys = {
  /** ES256 key of SETs, status lists, receipts and access tokens; public keys of it and of earlier ones. */
  signing: { kid: string; privateKey: KeyObject; publicJwks: [JWK, ...JWK[]] }
  /** 32 bytes: ID5 ▶ subject. The oldest of `aliases`. */
  subject: Buffer
  /** Keys of 32 bytes by which identifiers are known, newest first. */
  aliases: [Buffer, ...Buffer[]]
  /** 32 bytes: master of the per-database keys under which linkage tokens are minted. The newest. */
  token: Buffer
  /** 32 bytes: the same for what must not change while keys do (draws, kiosks). The oldest. */
  draws: Buffer
  /** 32 bytes shared with the resolver: opens sealed subjects. */
  sealedSubject: Buffer
  /** The VAPID key pair (RFC 8292), base64url: a point of 65 bytes, a number of 32. `secret`: 32 bytes that seal subscriptions. */
  push: { publicKey: string; privateKey: string; secret: Buffer }
  /** Made by and for the demo. */
  demo: boolean
}

const SECRETS = ['subject.key', 'token.key', 'sealed-subject.key', 'push.key'] as const
const SIGNING = 'signing.json'
const VAPID = 'vapid.json'
const DEMO = 'DEMO'

/**
 * Makes the missing keys in `folder` (files of mode 0600, flushed when this resolves) and leaves the others
 * unchanged.
 * @returns the names of the files made.
 */
export async function makeKeys(folder: string, { demo }: { demo: boolean }): Promise<string[]> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const made: string[] = []
  const make = async (name: string, content: () => Promise<string> | string) => {
    if (await exists(join(folder, name))) return
    await writeFile(join(folder, name), await content(), { mode: 0o600, flag: 'wx', flush: true })
    made.push(name)
  }
  for (const name of SECRETS) await make(name, () => `${randomBytes(32).toString('base64url')}\n`)
  await make(SIGNING, async () => signingFile([await signingKey()]))
  await make(VAPID, async () => `${JSON.stringify(await newKey(), null, 2)}\n`)
  if (demo && made.length > 0)
    await make(DEMO, () => 'Throw-away keys of the demo. Production refuses them.\n')
  if (made.length > 0) await flush(folder)
  return made
}

/**
 * Makes a new signing key, used from the next start on. The old ones stay in `/jwks.json`, so that SETs, lists and
 * receipts made with them remain verifiable.
 * @returns kid of the new key. @throws Error when there are no keys yet.
 */
export async function rotateSigning(folder: string): Promise<string> {
  const keys = await readSigning(folder)
  const fresh = await signingKey()
  // Written to a new file and renamed: a crash leaves the old file or the new one, never half of one.
  await writeFile(join(folder, `${SIGNING}.new`), signingFile([fresh, ...keys]), { mode: 0o600, flush: true })
  await rename(join(folder, `${SIGNING}.new`), join(folder, SIGNING))
  await flush(folder)
  return fresh.kid
}

/**
 * Loads the keys of `folder`.
 * @throws Error with one sentence that says what is missing and how to make it.
 */
export async function loadKeys(folder: string): Promise<Keys> {
  const secrets = async (name: string) => {
    const lines = (await read(folder, name)).trim().split('\n')
    const all = lines.map((line) => Buffer.from(line.trim(), 'base64url'))
    const [newest, ...older] = all
    if (!newest || all.some((bytes) => bytes.length !== 32))
      throw new Error(`${join(folder, name)} does not hold 32 bytes in base64url`)
    return { all: [newest, ...older] as [Buffer, ...Buffer[]], newest, oldest: older.at(-1) ?? newest }
  }
  const secret = async (name: string) => (await secrets(name)).newest
  const keys = await readSigning(folder)
  const [newest, ...older] = keys
  if (!newest?.kid) throw new Error(`${join(folder, SIGNING)} holds no key with a kid`)
  const [subject, token] = [await secrets('subject.key'), await secrets('token.key')]
  return {
    signing: {
      kid: newest.kid,
      privateKey: createPrivateKey({ key: newest as JsonWebKey, format: 'jwk' }),
      publicJwks: [publicHalf(newest), ...older.map(publicHalf)],
    },
    subject: subject.oldest,
    aliases: subject.all,
    token: token.newest,
    draws: token.oldest,
    sealedSubject: await secret('sealed-subject.key'),
    push: { ...(await readVapid(folder)), secret: await secret('push.key') },
    demo: await exists(join(folder, DEMO)),
  }
}

/** The public halves of the signing keys, newest first: enough for verification. */
export const publicKeys = async (folder: string): Promise<JSONWebKeySet> => ({
  keys: (await readSigning(folder)).map(publicHalf),
})

async function newKey(): Promise<JWK> {
  const { privateKey } = await generateKeyPair('ES256', { extractable: true })
  return exportJWK(privateKey)
}

async function signingKey() {
  const jwk = await newKey()
  return { ...jwk, kid: await calculateJwkThumbprint(jwk), alg: 'ES256', use: 'sig' }
}

const publicHalf = ({ d: _private, ...publicJwk }: JWK): JWK => publicJwk

const signingFile = (keys: JWK[]): string => `${JSON.stringify({ keys }, null, 2)}\n`

const readSigning = async (folder: string): Promise<JWK[]> =>
  (JSON.parse(await read(folder, SIGNING)) as { keys: JWK[] }).keys

async function readVapid(folder: string): Promise<{ publicKey: string; privateKey: string }> {
  const { x = '', y = '', d = '' } = JSON.parse(await read(folder, VAPID)) as JWK
  const point = Buffer.concat([Buffer.of(4), Buffer.from(x, 'base64url'), Buffer.from(y, 'base64url')])
  return { publicKey: point.toString('base64url'), privateKey: d }
}

async function read(folder: string, name: string): Promise<string> {
  try {
    return await readFile(join(folder, name), 'utf8')
  } catch {
    throw new Error(`No key ${name} in ${folder}: run \`npm run keys\` once`)
  }
}

const exists = (path: string) =>
  access(path).then(
    () => true,
    () => false,
  )
