import { spawn } from 'node:child_process'
import { once } from 'node:events'

/** Starts a program of a kiosk's machine. `close` ends it; `output` is what it has printed. */
export function startProgram(command: string[], env: NodeJS.ProcessEnv = process.env) {
  const [program = '', ...args] = command
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'], env })
  let output = ''
  const failed = once(child, 'error').then(([error]) => {
    output += String(error)
  })
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => {
      output += chunk.toString()
    })
  return {
    output: () => output,
    async close(): Promise<void> {
      if (child.pid === undefined) return failed
      if (child.exitCode !== null || child.signalCode !== null) return
      const ended = once(child, 'exit')
      child.kill('SIGTERM')
      await ended
    },
  }
}
