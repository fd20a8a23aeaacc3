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

/** Security headers of every answer. They are set before the handler, which is the cheap way round. */
export const securityHeaders = (origin: string) =>
  createMiddleware<Env>(async (c, next) => {
    c.header('Content-Security-Policy', POLICY)
    c.header('X-Content-Type-Options', 'nosniff')
    c.header('X-Frame-Options', 'DENY')
    c.header('Referrer-Policy', 'no-referrer')
    c.header('Cross-Origin-Opener-Policy', 'same-origin')
    c.header(
      'Permissions-Policy',
      'publickey-credentials-get=(self), publickey-credentials-create=(self), camera=(), microphone=(), geolocation=()',
    )
    if (origin.startsWith('https:'))
      c.header('Strict-Transport-Security', 'max-age=31536000; includeSubDomains')
    await next()
  })
