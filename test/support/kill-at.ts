import { writeFileSync } from 'node:fs'
import fs from 'node:fs/promises'
import { syncBuiltinESMExports } from 'node:module'
import { DatabaseSync } from 'node:sqlite'
import pg from 'pg'

/**
 * Loaded before a command (`--import`): kills its process, without any cleanup, at the step `KILL_AT`. Steps are the
 * moments before a file is written, when half of it is, before a rename or a flush, and before and after a commit.
 */
const at = Number(process.env.KILL_AT)
let steps = 0

function step(before = () => {}): void {
  steps += 1
  if (steps !== at) return
  before()
  process.kill(process.pid, 'SIGKILL')
  for (;;);
}

const { writeFile, rename, open } = fs
fs.writeFile = (...args) => {
  const [path, content] = args
  step()
  step(() => writeFileSync(String(path), String(content).slice(0, String(content).length / 2)))
  return writeFile(...args)
}
fs.rename = (...args) => {
  step()
  return rename(...args)
}
fs.open = (...args) => {
  step()
  return open(...args)
}
syncBuiltinESMExports()

const { exec } = DatabaseSync.prototype
DatabaseSync.prototype.exec = function (sql) {
  if (sql !== 'commit') return exec.call(this, sql)
  step()
  exec.call(this, sql)
  step()
}

const { query } = pg.Client.prototype
pg.Client.prototype.query = new Proxy(query, {
  apply(target, client, args) {
    if (args[0] !== 'commit') return Reflect.apply(target, client, args)
    step()
    const done: Promise<unknown> = Reflect.apply(target, client, args)
    return done.then((answer) => {
      step()
      return answer
    })
  },
})
