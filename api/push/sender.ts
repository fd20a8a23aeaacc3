import { lookup } from 'node:dns'
import { request as requestHttp } from 'node:http'
import { Agent, request as requestHttps } from 'node:https'
import type { Config } from '../config.ts'
import type { Clock } from '../domain/clock.ts'
import type { Keys } from '../keys/key-files.ts'
import { createBreakers } from './breaker.ts'
import { createEndpointRule, type EndpointRule } from './endpoint-rule.ts'
import type { Subscription } from './sealed-subscription.ts'

/**
 * All that a push says. It is the same for every kind of news and every person, so that neither its content nor its
 * length tells anything to whoever carries it or sees the screen that it lights up.
 */
export const PAYLOAD = JSON.stringify({ news: true })
/** How long a push service keeps a push for a device that is off. The next one replaces it (RFC 8030 §5.4). */
const TTL_S = 3 * 86_400
const TOPIC = 'news'
/** A push service that has not answered by then has failed. */
const TIMEOUT_MS = 5000

/** `gone`: the push service has no such subscription any more (RFC 8030 §7.3). */
export type Outcome = 'sent' | 'gone' | 'failed'

export type PushSender = ReturnType<typeof createPushSender>

/**
 * Sends pushes: encrypted for the browser (RFC 8291), signed with our VAPID key (RFC 8292). It never throws and never
 * says where it sent.
 */
export function createPushSender({
  config,
  keys,
  clock,
  rule = createEndpointRule(config.pushHosts, (host, done) => lookup(host, { all: true }, done)),
}: {
  config: Config
  keys: Keys
  clock: Clock
  rule?: EndpointRule
}) {
  const breakers = createBreakers(clock.monotonic)
  const agent = new Agent({ lookup: rule.lookup })
  const { publicKey, privateKey } = keys.push
  const subject = config.origin.startsWith('https:') ? config.origin : 'mailto:demo@erabu.invalid'
  const options = {
    vapidDetails: { subject, publicKey, privateKey },
    TTL: TTL_S,
    urgency: 'normal',
    topic: TOPIC,
  } as const

  async function post(subscription: Subscription, signal: AbortSignal): Promise<number> {
    // Loaded with the first push: most processes start without anybody to tell.
    const { default: webPush } = await import('web-push')
    const { headers, body } = webPush.generateRequestDetails(subscription, PAYLOAD, options)
    const url = new URL(subscription.endpoint)
    const until = AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)])
    return new Promise((resolve, reject) => {
      const shared = { method: 'POST', headers, signal: until }
      const request =
        url.protocol === 'https:' ? requestHttps(url, { ...shared, agent }) : requestHttp(url, shared)
      // Redirects are not followed, and the answer's body is not read.
      request.on('response', (response) => {
        resolve(response.statusCode ?? 0)
        response.destroy()
      })
      request.on('error', reject)
      request.end(body)
    })
  }

  return {
    /** The public key as browsers want it; null: pushes are off. */
    publicKey: rule.any ? publicKey : null,
    allows: rule.allows,

    /** Sends one push. @param signal ends it early. */
    async send(subscription: Subscription, signal: AbortSignal): Promise<Outcome> {
      // A subscription that was stored under another setting.
      if (!rule.allows(subscription.endpoint)) return 'gone'
      const service = new URL(subscription.endpoint).origin
      if (!breakers.mayTry(service)) return 'failed'
      const status = await post(subscription, signal).catch(() => 0)
      if (signal.aborted) return 'failed'
      const gone = status === 404 || status === 410
      const sent = status >= 200 && status < 300
      breakers.note(service, gone || sent)
      return sent ? 'sent' : gone ? 'gone' : 'failed'
    },
  }
}
