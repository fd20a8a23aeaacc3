import type { Server } from 'node:http'

/** What requests in progress get to finish. */
const GRACE_MS = 5000
/** How often connections that have had their last answer are closed. */
const SWEEP_MS = 50

/** Takes no more connections; resolves when those there are have had their answers, or have taken too long. */
export async function drain(server: Server): Promise<void> {
  const closed = new Promise((resolve) => server.close(resolve))
  const sweep = setInterval(() => server.closeIdleConnections(), SWEEP_MS)
  const grace = setTimeout(() => server.closeAllConnections(), GRACE_MS)
  await closed
  clearInterval(sweep)
  clearTimeout(grace)
}
