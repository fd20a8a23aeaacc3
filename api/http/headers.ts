import { createMiddleware } from 'hono/factory'
import type { Env } from './env.ts'

const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data: blob:",
  "connect-src 'self'",
  "manifest-src 'self'",
  "worker-src 'self'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  'trusted-types erabu',
].join('; ')

/** Security headers of every answer. */
export const securityHeadersOf = (origin: string): Record<string, string> => ({
  'Content-Security-Policy': POLICY,
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Permissions-Policy':
    'publickey-credentials-get=(self), publickey-credentials-create=(self), camera=(), microphone=(), geolocation=()',
  ...(origin.startsWith('https:')
    ? { 'Strict-Transport-Security': 'max-age=31536000; includeSubDomains' }
    : {}),
})

/**
 * Sets the security headers for the handlers behind it. Set before `next()`: setting them on the finished response
 * copies it.
 */
export function securityHeaders(origin: string) {
  const headers = Object.entries(securityHeadersOf(origin))
  return createMiddleware<Env>(async (c, next) => {
    for (const [name, value] of headers) c.header(name, value)
    await next()
  })
}
