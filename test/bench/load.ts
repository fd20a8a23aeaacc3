import { Agent, request } from 'node:http'

export type Request = {
  method: 'GET' | 'POST'
  url: string
  headers?: Record<string, string>
  body?: string
  status: number
  /** The required number of bytes of the answer, where known. */
  length?: number
}

/** Ends a loop whose server is much faster than expected. */
const MOST = 200_000

/**
 * Sends the same request over a few connections for some seconds, each as soon as the previous one is answered.
 * @returns how many were answered. @throws Error for an answer that is not the expected one.
 */
export async function load(
  one: Request,
  { seconds, connections = 8 }: { seconds: number; connections?: number },
) {
  const agent = new Agent({ keepAlive: true, maxSockets: connections })
  const until = performance.now() + seconds * 1000
  let count = 0
  const worker = async () => {
    while (performance.now() < until && count < MOST) {
      await send(one, agent)
      count += 1
    }
  }
  try {
    await Promise.all(Array.from({ length: connections }, worker))
  } finally {
    agent.destroy()
  }
  return count
}

function send({ method, url, headers = {}, body, status, length }: Request, agent: Agent): Promise<void> {
  return new Promise((resolve, reject) => {
    const sized = body === undefined ? headers : { ...headers, 'content-length': Buffer.byteLength(body) }
    const sent = request(url, { method, headers: sized, agent }, (answer) => {
      let received = 0
      answer.on('data', (chunk: Buffer) => {
        received += chunk.length
      })
      answer.on('error', reject)
      answer.on('end', () => {
        if (answer.statusCode !== status) reject(new Error(`${url} answered ${answer.statusCode}`))
        else if (length !== undefined && received !== length)
          reject(new Error(`${url} answered ${received} bytes, not ${length}`))
        else resolve()
      })
    })
    sent.on('error', reject)
    sent.end(body)
  })
}
