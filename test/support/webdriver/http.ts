import { setTimeout as sleep } from 'node:timers/promises'
import { COMMANDS, type Send, WebDriverError } from './protocol.ts'

const LISTENS_WITHIN_MS = 60_000

type Session = { sessionId: string; capabilities: { browserVersion: string } }

/** Opens a session of a WebDriver that speaks HTTP, once it listens. */
export async function connectHttp(driver: string, alwaysMatch: object) {
  const { sessionId, capabilities } = (await whenListening(() =>
    call('POST', `${driver}/session`, { capabilities: { alwaysMatch } }),
  )) as Session
  const send: Send = (command, parameters = {}) => {
    const [method, path] = COMMANDS[command]
    const { id, ...body } = parameters
    return call(method, `${driver}/session/${sessionId}${path.replace(':id', String(id))}`, body)
  }
  return { send, capabilities }
}

async function call(method: 'GET' | 'POST' | 'DELETE', address: string, body: object): Promise<unknown> {
  const answer = await fetch(address, {
    method,
    ...(method === 'POST' && { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
  })
  const { value } = (await answer.json()) as { value: unknown }
  if (answer.ok) return value
  const { error, message } = value as { error: string; message: string }
  throw new WebDriverError(error, message)
}

async function whenListening<T>(attempt: () => Promise<T>): Promise<T> {
  const end = Date.now() + LISTENS_WITHIN_MS
  for (;;) {
    try {
      return await attempt()
    } catch (error) {
      // `fetch` fails with a TypeError where nothing listens.
      if (!(error instanceof TypeError) || Date.now() > end) throw error
      await sleep(100)
    }
  }
}
