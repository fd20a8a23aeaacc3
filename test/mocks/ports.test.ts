import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { expect, test } from 'vitest'
import { freePort } from '../../mocks/start/ports.ts'

/** First port that this system gives to outgoing connections; elsewhere the one that IANA recommends. */
function firstOutgoing(): number {
  if (process.platform !== 'linux') return 49_152
  return Number(readFileSync('/proc/sys/net/ipv4/ip_local_port_range', 'utf8').split(/\s/)[0])
}

test('a free port is given once, can be listened on, and is none that an outgoing connection takes', async () => {
  const ports = await Promise.all(Array.from({ length: 200 }, freePort))
  expect(new Set(ports).size).toBe(200)
  expect(ports.filter((port) => port >= firstOutgoing())).toEqual([])
  for (const port of ports.slice(0, 20)) {
    const server = createServer().listen(port, '127.0.0.1')
    await once(server, 'listening')
    server.close()
  }
})
