import { readFileSync } from 'node:fs'

/** A write or sync of the store's log, or a sent 201, in order. `end`: offset after the written bytes. */
export type Step = { kind: 'write'; end: number } | { kind: 'sync' } | { kind: 'created' }

/** Flags of strace whose output `readTrace` reads: paths of descriptors, and the beginning of what is sent. */
export const traceFlags = (file: string): string[] => [
  '-f',
  '-y',
  '-s',
  '32',
  '-e',
  'trace=fsync,fdatasync,pwrite64,write,writev,sendto,sendmsg',
  '-o',
  file,
]

/**
 * Reads a trace of a process whose store is `log` (the write-ahead log). A call that another thread's call interrupts
 * counts when it has finished.
 */
export function readTrace(file: string, log: string): Step[] {
  const steps: Step[] = []
  const unfinished = new Map<string, string>()
  for (const line of readFileSync(file, 'utf8').split('\n')) {
    const [, thread = '', rest = ''] = /^(\d+)\s+(.*)$/.exec(line) ?? []
    if (rest.endsWith('<unfinished ...>')) {
      unfinished.set(thread, rest.slice(0, -' <unfinished ...>'.length))
      // What is being sent may have left already.
      if (isCreated(rest)) steps.push({ kind: 'created' })
      continue
    }
    const resumed = /^<\.\.\. \w+ resumed>(.*)$/.exec(rest)
    const call = resumed ? `${unfinished.get(thread) ?? ''}${resumed[1]}` : rest
    if (!resumed && isCreated(call)) steps.push({ kind: 'created' })
    const onLog = call.includes(`<${log}>`)
    if (onLog && /^(fsync|fdatasync)\(.*= 0$/.test(call)) steps.push({ kind: 'sync' })
    const written = onLog ? /^pwrite64\(.*, (\d+), (\d+)\)\s+= (\d+)$/.exec(call) : null
    if (written) steps.push({ kind: 'write', end: Number(written[2]) + Number(written[3]) })
  }
  return steps
}

const isCreated = (call: string): boolean => /^(write|writev|sendto|sendmsg)\(.*"HTTP\/1\.1 201/.test(call)

/** 201s that left while bytes of the log were not known to be on the disk. */
export function early(steps: Step[]): number {
  let unsynced = false
  let count = 0
  for (const step of steps) {
    if (step.kind === 'write') unsynced = true
    else if (step.kind === 'sync') unsynced = false
    else if (unsynced) count += 1
  }
  return count
}

/** Size of a log's header. It is written when the log begins again, after its content was checkpointed. */
const HEADER = 32

/** How much of the log was on the disk at the end of the trace; a power cut may take the rest. */
export function syncedLength(steps: Step[]): number {
  let [written, synced] = [0, 0]
  for (const step of steps) {
    if (step.kind === 'write' && step.end === HEADER) [written, synced] = [HEADER, 0]
    else if (step.kind === 'write') written = Math.max(written, step.end)
    else if (step.kind === 'sync') synced = written
  }
  return synced
}
