import { once } from 'node:events'
import { connect } from 'node:net'
import { WebDriverError } from './protocol.ts'

type Answer = [type: 1, id: number, error: { error: string; message: string } | null, result: unknown]

/**
 * A client of Marionette, the protocol by which Firefox is driven without a further program. Each message is JSON after
 * its length in bytes and a colon (https://firefox-source-docs.mozilla.org/testing/marionette/Protocol.html).
 */
export async function connectMarionette(port: number) {
  const socket = connect(port, '127.0.0.1')
  await once(socket, 'connect')
  const waiting = new Map<number, { resolve: (result: unknown) => void; reject: (error: Error) => void }>()
  let received = Buffer.alloc(0)
  let last = 0

  socket.on('data', (chunk: Buffer) => {
    received = Buffer.concat([received, chunk])
    for (let message = next(); message !== undefined; message = next()) take(JSON.parse(message))
  })
  socket.on('error', () => {})
  socket.on('close', () => {
    for (const { reject } of waiting.values()) reject(new WebDriverError('closed', 'Firefox has ended'))
    waiting.clear()
  })

  function next(): string | undefined {
    const colon = received.indexOf(':')
    const end = colon + 1 + Number(received.subarray(0, Math.max(colon, 0)))
    if (colon < 0 || received.length < end) return
    const message = received.subarray(colon + 1, end).toString()
    received = received.subarray(end)
    return message
  }

  function take(message: Answer | object): void {
    // The first message is a greeting.
    if (!Array.isArray(message)) return
    const [, id, error, result] = message as Answer
    const asked = waiting.get(id)
    waiting.delete(id)
    if (error) asked?.reject(new WebDriverError(error.error, error.message))
    else asked?.resolve(result)
  }

  return {
    /** Sends a command of any module, such as `WebDriver:Navigate`. */
    send(command: string, parameters: object = {}): Promise<unknown> {
      const { promise, resolve, reject } = Promise.withResolvers<unknown>()
      if (socket.destroyed) return Promise.reject(new WebDriverError('closed', 'Firefox has ended'))
      waiting.set(++last, { resolve, reject })
      const body = JSON.stringify([0, last, command, parameters])
      socket.write(`${Buffer.byteLength(body)}:${body}`)
      return promise
    },
    close: () => socket.destroy(),
  }
}
