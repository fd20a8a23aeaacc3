import { createServer } from 'node:net'

/**
 * Checks that each port is free, before anything is started.
 * @param ports variable that sets the port ▶ port. @throws Error naming every port that is taken and its variable.
 */
export async function requireFree(ports: Record<string, string>): Promise<void> {
  const taken: string[] = []
  for (const [variable, port] of Object.entries(ports))
    if (!(await isFree(Number(port))))
      taken.push(`Port ${port} is taken: stop what uses it, or set ${variable} to another`)
  if (taken.length > 0) throw new Error(taken.join('\n'))
}

const isFree = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const server = createServer()
    server.once('error', () => resolve(false))
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => server.close(() => resolve(true)))
  })
