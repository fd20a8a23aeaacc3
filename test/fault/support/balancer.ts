import { connect, createServer, type Socket } from 'node:net'

export type Balancer = Awaited<ReturnType<typeof startBalancer>>

/**
 * Spreads connections over the listening processes, as a proxy in front does.
 * @param targets ports on `host`, looked up for each connection.
 */
export async function startBalancer(targets: () => number[], host = 'localhost') {
  const open = new Set<Socket>()
  let turn = 0

  const server = createServer((client) => {
    const ports = targets()
    const first = turn++
    open.add(client)
    client.on('error', () => undefined)
    client.on('close', () => open.delete(client))
    const attempt = (tried: number): void => {
      const port = ports[(first + tried) % ports.length]
      if (port === undefined || tried >= ports.length) return void client.destroy()
      const upstream = connect(port, host)
      let connected = false
      upstream.on('connect', () => {
        connected = true
        client.pipe(upstream).pipe(client)
      })
      upstream.on('error', () => (connected ? client.destroy() : attempt(tried + 1)))
      upstream.on('close', () => connected && client.destroy())
      client.on('close', () => upstream.destroy())
    }
    attempt(0)
  })
  const port = await new Promise<number>((resolve) =>
    server.listen(0, 'localhost', () => resolve((server.address() as { port: number }).port)),
  )
  return {
    port,
    /** Cuts every connection. */
    cut: () => {
      for (const socket of open) socket.destroy()
    },
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve())
        for (const socket of open) socket.destroy()
      }),
  }
}
