import { connect } from 'node:net'

/** Connections on which raw bytes are written, and what each received. */
export function createRawClient(origin: string) {
  const { hostname, port, host } = new URL(origin)
  return {
    /** The header lines of a request, and the empty line after them. */
    head: (...headers: string[]) => `${[`Host: ${host}`, ...headers].join('\r\n')}\r\n\r\n`,

    /** @param first what is written at once. */
    open(...first: (string | Buffer)[]) {
      const socket = connect(Number(port), hostname)
      const { promise: closed, resolve: close } = Promise.withResolvers<void>()
      let text = ''
      let heed = () => {}
      socket.on('data', (chunk) => {
        text += chunk.toString('latin1')
        heed()
      })
      socket.on('error', () => close())
      socket.on('close', () => close())
      for (const part of first) socket.write(part)
      return {
        text: () => text,
        write: (part: string) => socket.write(part),
        destroy: () => socket.destroy(),
        /** Resolves when the other side has closed it. */
        closed,
        /** Resolves when the received text matches, or nothing more can come. */
        heard: (pattern: RegExp) =>
          new Promise<void>((resolve) => {
            heed = () => pattern.test(text) && resolve()
            heed()
            closed.then(resolve)
          }),
      }
    },
  }
}
