/**
 * The scenarios of the portal mock. `declines`: every consent is declined · `down`: 503 · `slow`: three times
 * "processing", then done · `session-expired`: 401 on the result · `mismatch`: an answer about another person ·
 * `no-login-time`: an answer that does not say when the person signed in · `keeps-login`: nobody is asked to sign in
 * again, although the client demands it · `no-data`: nothing found.
 */
export const PORTAL_SCENARIOS = [
  'normal',
  'declines',
  'down',
  'slow',
  'session-expired',
  'mismatch',
  'no-login-time',
  'keeps-login',
  'no-data',
] as const
export type PortalScenario = (typeof PORTAL_SCENARIOS)[number]
