import { connect, createServer, type Socket } from 'node:net'

export type Link = Awaited<ReturnType<typeof startLink>>

/**
 * A wire to a port on loopback that can be cut. A cut is silent, like dropped packets: connections stay open, new
 * ones are accepted, nothing passes. What was sent meanwhile arrives when the wire is joined again.
 */
export async function startLink(target: number) {
  const open = new Set<Socket>()
  const waiting = new Set<() => void>()
  let held = false

  const pass = (from: Socket, to: Socket): void => {
    from.on('data', (chunk) => {
      if (!to.write(chunk)) from.pause()
    })
    to.on('drain', () => held || from.resume())
    from.on('close', () => to.destroySoon())
  }
  const keep = (socket: Socket): void => {
    open.add(socket)
    socket.on('error', () => undefined)
    socket.on('close', () => open.delete(socket))
  }

  const server = createServer((client) => {
    keep(client)
    const through = (): void => {
      const upstream = connect(target, '127.0.0.1')
      keep(upstream)
      pass(client, upstream)
      pass(upstream, client)
    }
    if (held) waiting.add(through)
    else through()
  })
  const port = await new Promise<number>((resolve) =>
    server.listen(0, '127.0.0.1', () => resolve((server.address() as { port: number }).port)),
  )

  return {
    port,
    cut(): void {
      held = true
      for (const socket of open) socket.pause()
    },
    join(): void {
      held = false
      for (const socket of open) socket.resume()
      for (const through of waiting) through()
      waiting.clear()
    },
    close(): void {
      server.close()
      for (const socket of open) socket.destroy()
    },
  }
}
