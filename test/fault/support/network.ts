import { execFileSync } from 'node:child_process'

const ip = (...args: string[]) => execFileSync('ip', args, { stdio: 'pipe' })

/** A network namespace with one cable to this machine. Needs root. */
export function layCable() {
  const id = String(process.pid % 100_000)
  const [namespace, here, there] = [`erabu-${id}`, `eh${id}`, `et${id}`]
  const net = `10.${200 + (process.pid % 50)}.${process.pid % 250}`
  ip('netns', 'add', namespace)
  ip('link', 'add', here, 'type', 'veth', 'peer', 'name', there, 'netns', namespace)
  ip('addr', 'add', `${net}.1/24`, 'dev', here)
  ip('link', 'set', here, 'up')
  ip('-n', namespace, 'addr', 'add', `${net}.2/24`, 'dev', there)
  ip('-n', namespace, 'link', 'set', 'lo', 'up')
  ip('-n', namespace, 'link', 'set', there, 'up')
  return {
    namespace,
    /** Address of the other side. */
    host: `${net}.2`,
    /** Nothing passes any more, and neither side is told. */
    cut: () => ip('-n', namespace, 'link', 'set', there, 'down'),
    mend: () => ip('-n', namespace, 'link', 'set', there, 'up'),
    remove: () => ip('netns', 'del', namespace),
  }
}
