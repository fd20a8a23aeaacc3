import { once } from 'node:events'
import { rmSync } from 'node:fs'
import { createConnection, createServer, type Socket } from 'node:net'
import { join } from 'node:path'
import { z } from 'zod'
import { CaseAnswerCode } from '../contract/cases.ts'
import { DeskId, StaffName } from '../contract/desk/staff.ts'
import type { Answering, CaseAnswers } from '../services/cases/answers.ts'
import type { Blocking, DeskInvitations, Inviting, Named } from '../services/desk/invitations.ts'

/** One line of JSON in, one line of JSON out, then the connection ends. */
const Answer = z.strictObject({ number: z.string().max(40), code: CaseAnswerCode })
const Staff = z.strictObject({ act: z.enum(['invite', 'block']), desk: DeskId, name: StaffName })
const Request = z.union([Answer, Staff])
const Reply = z.union([
  z.strictObject({
    done: z.enum(['answered', 'answered-before', 'unknown', 'has-key', 'blocked', 'failed']),
  }),
  z.strictObject({ done: z.literal('invited'), secret: z.string() }),
])
type Reply = z.infer<typeof Reply>

/** What commands of the operator may ask of the service. */
export type Acts = Pick<CaseAnswers, 'answer'> & Pick<DeskInvitations, 'invite' | 'block'>

const MOST_BYTES = 1000
const LIMIT_MS = 30_000
/** No socket, or one that a process left when it died. */
const NOBODY = ['ENOENT', 'ECONNREFUSED']

/** A socket in the store's private folder: only the user of the service can reach it. */
const pathIn = (folder: string): string => join(folder, 'operator.sock')

async function carryOut(acts: Acts, line: string): Promise<Reply> {
  const request = Request.parse(JSON.parse(line))
  if ('number' in request) return { done: await acts.answer(request.number, request.code) }
  const { act, ...of } = request
  if (act === 'block') return { done: await acts.block(of) }
  const invited = await acts.invite(of)
  return invited === 'has-key' ? { done: invited } : { done: 'invited', ...invited }
}

/**
 * Acts for commands of the operator, because only one process may write the embedded store.
 * @param folder of the embedded store, which this process has locked. @param failed told of every fault; the service
 *   goes on without this channel.
 */
export function openChannel(
  folder: string,
  acts: Acts,
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
      .then((line) => carryOut(acts, line))
      .catch((error: unknown): Reply => {
        failed(error)
        return { done: 'failed' }
      })
      .then((reply) => socket.end(`${JSON.stringify(reply)}\n`))
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
 * Asks the service that has the store of a folder open to act. @returns null: no service is there.
 * @throws Error when it does not say that it has acted.
 */
async function ask(folder: string, request: z.infer<typeof Request>): Promise<Reply | null> {
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
    socket.write(`${JSON.stringify(request)}\n`)
    const reply = Reply.parse(JSON.parse(await firstLine(socket)))
    if (reply.done === 'failed') throw new Error('nothing was recorded: the log of the service says why')
    return reply
  } finally {
    socket.destroy()
  }
}

/** Lets the service answer a case. @returns null: no service is there. */
export const answerThrough = async (
  folder: string,
  number: string,
  code: CaseAnswerCode,
): Promise<Answering | null> => ((await ask(folder, { number, code }))?.done as Answering | undefined) ?? null

/** Lets the service invite somebody to a desk. @returns null: no service is there. */
export async function inviteThrough(folder: string, of: Named): Promise<Inviting | null> {
  const reply = await ask(folder, { act: 'invite', ...of })
  if (!reply) return null
  return reply.done === 'invited' ? { secret: reply.secret } : 'has-key'
}

/** Lets the service block somebody at a desk. @returns null: no service is there. */
export const blockThrough = async (folder: string, of: Named): Promise<Blocking | null> =>
  ((await ask(folder, { act: 'block', ...of }))?.done as Blocking | undefined) ?? null

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
