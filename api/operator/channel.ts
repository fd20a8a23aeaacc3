import { once } from 'node:events'
import { rmSync } from 'node:fs'
import { createConnection, createServer, type Socket } from 'node:net'
import { join } from 'node:path'
import { z } from 'zod'
import { CaseAnswerCode } from '../contract/cases.ts'
import type { Answering, CaseAnswers } from '../services/cases/answers.ts'

/** One line of JSON in, one line of JSON out, then the connection ends. */
const Request = z.strictObject({ number: z.string().max(40), code: CaseAnswerCode })
const Reply = z.strictObject({ done: z.enum(['answered', 'answered-before', 'unknown', 'failed']) })

const MOST_BYTES = 1000
const LIMIT_MS = 30_000
/** No socket, or one that a process left when it died. */
const NOBODY = ['ENOENT', 'ECONNREFUSED']

/** A socket in the store's private folder: only the user of the service can reach it. */
const pathIn = (folder: string): string => join(folder, 'operator.sock')

/**
 * Answers cases for commands of the operator, because only one process may write the embedded store.
 * @param folder of the embedded store, which this process has locked. @param failed told of every fault; the service
 *   goes on without this channel.
 */
export function openChannel(
  folder: string,
  { answer }: CaseAnswers,
  failed: (error: unknown) => void,
): { close(): Promise<void> } {
  const path = pathIn(folder)
  // Left by a process that died: the folder is locked, so nobody listens there.
  rmSync(path, { force: true })
  const silent = new Set<Socket>()
  const server = createServer((socket) => {
    silent.add(socket)
    firstLine(socket)
      .finally(() => silent.delete(socket))
      .then(async (line) => {
        const { number, code } = Request.parse(JSON.parse(line))
        return answer(number, code)
      })
      .catch((error: unknown): 'failed' => {
        failed(error)
        return 'failed'
      })
      .then((done) => socket.end(`${JSON.stringify({ done })}\n`))
  })
  server.on('error', failed)
  server.listen(path)
  return {
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        for (const socket of silent) socket.destroy()
      }),
  }
}

/**
 * Asks the service that has the store of a folder open to answer a case. @returns null: no service is there.
 * @throws Error when it does not say that the answer was recorded.
 */
export async function answerThrough(
  folder: string,
  number: string,
  code: CaseAnswerCode,
): Promise<Answering | null> {
  const socket = createConnection(pathIn(folder))
  try {
    const isThere = await once(socket, 'connect').then(
      () => true,
      (error: NodeJS.ErrnoException) => {
        if (NOBODY.includes(error.code ?? '')) return false
        throw error
      },
    )
    if (!isThere) return null
    socket.write(`${JSON.stringify({ number, code })}\n`)
    const { done } = Reply.parse(JSON.parse(await firstLine(socket)))
    if (done === 'failed') throw new Error('the answer was not recorded: the log of the service says why')
    return done
  } finally {
    socket.destroy()
  }
}

/** @throws Error when the line is too long, the time is over, or the connection ended before. */
function firstLine(socket: Socket): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = ''
    socket.setEncoding('utf8')
    socket.setTimeout(LIMIT_MS, () => socket.destroy(new Error('no answer in time')))
    socket.on('error', reject)
    socket.on('close', () => reject(new Error('the connection ended')))
    socket.on('data', (part) => {
      text += String(part)
      const end = text.indexOf('\n')
      if (end >= 0) resolve(text.slice(0, end))
      else if (text.length > MOST_BYTES) socket.destroy(new Error('the line is too long'))
    })
  })
}
