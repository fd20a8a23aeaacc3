import { randomInt } from 'node:crypto'
import { connect, createServer } from 'node:net'

/**
 * Checks that each port is free, before anything is started. We listen on IPv4; a browser that opens `localhost`
 * tries IPv6 first, and would reach another program there.
 * @param ports variable that sets the port ▶ port. @throws Error naming every port that is taken and its variable.
 */
export async function requireFree(ports: Record<string, string>): Promise<void> {
  const taken: string[] = []
  for (const [variable, port] of Object.entries(ports)) {
    const besides = await answers(Number(port), '::1')
    if (!besides && (await isFree(Number(port)))) continue
    const where = besides ? ' on [::1], where a browser looks for localhost' : ''
    taken.push(`Port ${port} is taken${where}: stop what uses it, or set ${variable} to another`)
  }
  if (taken.length > 0) throw new Error(taken.join('\n'))
}

/** Whether a program listens. Without IPv6 none does. */
const answers = (port: number, host: string): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect({ port, host })
    socket.once('connect', () => {
      socket.destroy()
      resolve(true)
    })
    socket.once('error', () => resolve(false))
  })

const isFree = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const server = createServer()
    server.once('error', () => resolve(false))
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => server.close(() => resolve(true)))
  })

/** Below the ports that systems give to outgoing connections: one of those may take a port before it is listened on. */
const FIRST_PORT = 20_000
const END_OF_PORTS = 32_768
const given = new Set<number>()

/**
 * A loopback port that was free a moment ago, and that no outgoing connection takes. Each is given once.
 * @throws Error if none is found.
 */
export async function freePort(): Promise<number> {
  for (let tried = 0; tried < 1_000; tried++) {
    const port = randomInt(FIRST_PORT, END_OF_PORTS)
    if (given.has(port)) continue
    given.add(port)
    if (!(await answers(port, '::1')) && (await isFree(port))) return port
  }
  throw new Error(`No port from ${FIRST_PORT} to ${END_OF_PORTS - 1} is free`)
}
