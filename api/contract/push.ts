import { z } from 'zod'

/** Longest address of a subscription: those of the known push services have 150 to 500 characters. */
const ADDRESS = 1024

/** A PushSubscription as its browser writes it as JSON (Push API §8). Its two keys: RFC 8291 §2.1. */
export const PushBody = z.strictObject({
  endpoint: z.url().max(ADDRESS),
  expirationTime: z.number().nullish(),
  keys: z.strictObject({
    /** An uncompressed point on P-256: 65 bytes. */
    p256dh: z.string().regex(/^B[A-Za-z0-9_-]{86}$/),
    /** 16 bytes. */
    auth: z.string().regex(/^[A-Za-z0-9_-]{22}$/),
  }),
})
export type PushBody = z.infer<typeof PushBody>

/**
 * Answer of `GET /api/push`. `public_key`: the `applicationServerKey` of a subscription; null: this service sends no
 * pushes. `on`: this session has stored a subscription of its device.
 */
export type PushAnswer = { public_key: string | null; on: boolean }
