import type { Server } from 'node:http'

/** Time that requests in progress get to finish. */
const GRACE_MS = 5000
/** How often connections without a request in progress are closed. */
const SWEEP_MS = 50

/** Accepts no more connections; resolves when all requests were answered, or after `GRACE_MS`. */
export async function drain(server: Server): Promise<void> {
  const closed = new Promise((resolve) => server.close(resolve))
  const sweep = setInterval(() => server.closeIdleConnections(), SWEEP_MS)
  const grace = setTimeout(() => server.closeAllConnections(), GRACE_MS)
  await closed
  clearInterval(sweep)
  clearTimeout(grace)
}
