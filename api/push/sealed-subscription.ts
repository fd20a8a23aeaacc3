import { createCipheriv, createDecipheriv, createHmac, hkdfSync } from 'node:crypto'
import type { PushBody } from '../contract/push.ts'
import type { Random } from '../domain/random.ts'

/** The members of a PushSubscription that a push needs. */
export type Subscription = Pick<PushBody, 'endpoint' | 'keys'>

const IV = 12
const TAG = 16

/**
 * Endpoints and keys at rest: whoever has only the store learns neither which devices there are nor how to reach them.
 * @param secret 32 bytes of `push.key`.
 */
export function createSubscriptionSeal(secret: Buffer, random: Random) {
  const derive = (use: string) => Buffer.from(hkdfSync('sha256', secret, '', use, 32))
  const [sealing, naming] = [derive('push subscription'), derive('push endpoint')]

  return {
    /** The same for the same endpoint, so that one browser has one row. */
    idOf: (endpoint: string): string => createHmac('sha256', naming).update(endpoint).digest('base64url'),

    /** AES-256-GCM: base64url of IV, ciphertext and tag. */
    seal({ endpoint, keys }: Subscription): string {
      const iv = random.bytes(IV)
      const cipher = createCipheriv('aes-256-gcm', sealing, iv)
      const text = JSON.stringify({ endpoint, keys })
      return Buffer.concat([iv, cipher.update(text), cipher.final(), cipher.getAuthTag()]).toString(
        'base64url',
      )
    },

    /** @throws Error when it was sealed under another key, or changed. */
    open(sealed: string): Subscription {
      const bytes = Buffer.from(sealed, 'base64url')
      const cipher = createDecipheriv('aes-256-gcm', sealing, bytes.subarray(0, IV))
      cipher.setAuthTag(bytes.subarray(-TAG))
      const text = Buffer.concat([cipher.update(bytes.subarray(IV, -TAG)), cipher.final()])
      return JSON.parse(text.toString()) as Subscription
    },
  }
}

export type SubscriptionSeal = ReturnType<typeof createSubscriptionSeal>
