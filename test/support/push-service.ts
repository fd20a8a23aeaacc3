import { createDecipheriv, createECDH, type ECDH, hkdfSync, randomBytes } from 'node:crypto'
import { createServer, type IncomingMessage } from 'node:http'
import { importJWK, jwtVerify } from 'jose'

/** A push as the browser gets it. */
export type Received = {
  device: string
  /** What the browser reads (RFC 8291). */
  text: string
  /** Bytes of the body, as whoever carries it counts them. */
  size: number
  headers: IncomingMessage['headers']
  /** The claims of the VAPID token (RFC 8292), whose signature held. */
  claims: Record<string, unknown>
}

/** What a push service answers: a status, or nothing at all. */
export type Behaviour = number | 'silent'

export type PushService = Awaited<ReturnType<typeof startPushService>>

/**
 * A push service on loopback with the browsers that subscribed there. It verifies and decrypts each push with code of
 * its own, as the specifications say it.
 */
export async function startPushService() {
  const devices = new Map<string, { keys: ECDH; auth: Buffer }>()
  const received: Received[] = []
  let behaviour: Behaviour = 201
  let asked = 0
  let origin = ''

  async function take(request: IncomingMessage, body: Buffer): Promise<Received> {
    const device = request.url?.slice(1) ?? ''
    const { keys, auth } = devices.get(device) ?? fail('an unknown device')
    const [, token = '', key = ''] =
      /^vapid t=([^,\s]+), ?k=([\w-]+)$/.exec(request.headers.authorization ?? '') ?? fail('no VAPID header')
    const point = Buffer.from(key, 'base64url')
    const [x, y] = [point.toString('base64url', 1, 33), point.toString('base64url', 33)]
    const { payload } = await jwtVerify(token, await importJWK({ kty: 'EC', crv: 'P-256', x, y }, 'ES256'))
    if (request.headers['content-encoding'] !== 'aes128gcm') fail('another coding')
    return {
      device,
      text: decrypt(body, keys, auth),
      size: body.length,
      headers: request.headers,
      claims: payload,
    }
  }

  const server = createServer(async (request, response) => {
    asked++
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    if (behaviour === 'silent') return
    try {
      if (behaviour < 300) received.push(await take(request, Buffer.concat(chunks)))
      response.writeHead(behaviour).end()
    } catch (error) {
      response.writeHead(400).end(String(error))
    }
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  const address = server.address()
  if (address && typeof address === 'object') origin = `http://127.0.0.1:${address.port}`

  return {
    origin,
    /** Every push that a browser could read, in order. */
    received,
    /** How many requests came, answered or not. */
    asked: () => asked,
    behave(next: Behaviour): void {
      behaviour = next
    },
    /** Subscribes a browser. @returns its PushSubscription, as JSON. */
    subscribe() {
      const device = randomBytes(16).toString('base64url')
      const keys = createECDH('prime256v1')
      const auth = randomBytes(16)
      devices.set(device, { keys, auth })
      const p256dh = keys.generateKeys('base64url')
      const endpoint = `${origin}/${device}`
      return { endpoint, expirationTime: null, keys: { p256dh, auth: auth.toString('base64url') } }
    },
    close: () =>
      new Promise<void>((closed) => {
        server.close(() => closed())
        server.closeAllConnections()
      }),
  }
}

const fail = (what: string): never => {
  throw new Error(what)
}

/** RFC 8188 §2 with the keys of RFC 8291 §3.4: one record. */
function decrypt(body: Buffer, keys: ECDH, auth: Buffer): string {
  const salt = body.subarray(0, 16)
  const idLength = body.readUInt8(20)
  const sender = body.subarray(21, 21 + idLength)
  const record = body.subarray(21 + idLength)
  if (record.length > body.readUInt32BE(16)) fail('more than one record')
  const info = Buffer.concat([Buffer.from('WebPush: info\0'), keys.getPublicKey(), sender])
  const ikm = Buffer.from(hkdfSync('sha256', keys.computeSecret(sender), auth, info, 32))
  const derive = (use: string, length: number) =>
    Buffer.from(hkdfSync('sha256', ikm, salt, `Content-Encoding: ${use}\0`, length))
  const cipher = createDecipheriv('aes-128-gcm', derive('aes128gcm', 16), derive('nonce', 12))
  cipher.setAuthTag(record.subarray(-16))
  const padded = Buffer.concat([cipher.update(record.subarray(0, -16)), cipher.final()])
  const end = padded.lastIndexOf(2)
  if (end < 0 || padded.subarray(end + 1).some((byte) => byte !== 0)) fail('no end of the last record')
  return padded.subarray(0, end).toString()
}
