import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { freePort } from '../../support/ports.ts'
import { startServer } from '../server-process.ts'

/** The answer of bare Hono at a path: bytes to GET, or `json` to POST with a JSON body. */
export type BareAnswer = {
  path: string
  status: 200 | 304
  headers: Record<string, string>
  base64: string
  json?: object
}

/** Headers that the server writes by itself. */
const OWN = ['date', 'connection', 'keep-alive', 'content-length', 'transfer-encoding']

/** The same status, headers and bytes as a received answer. */
export async function sameAs(path: string, response: Response): Promise<BareAnswer & { length: number }> {
  if (response.status !== 200 && response.status !== 304)
    throw new Error(`${path} answered ${response.status}`)
  const bytes = Buffer.from(await response.arrayBuffer())
  const headers = Object.fromEntries([...response.headers].filter(([name]) => !OWN.includes(name)))
  return { path, status: response.status, headers, base64: bytes.toString('base64'), length: bytes.length }
}

/** @param folder in which the answers are stored for the process. */
export async function startBareServer(folder: string, answers: BareAnswer[]) {
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  const file = join(folder, 'bare-answers.json')
  await writeFile(file, JSON.stringify(answers))
  const server = await startServer('test/bench/bare/server.ts', `${url}/ready`, {
    BARE_PORT: String(port),
    BARE_ANSWERS: file,
  })
  return { ...server, url }
}
