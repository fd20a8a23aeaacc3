import { DatabaseSync } from 'node:sqlite'

/** Preloaded into an api that must lose: SQLite commits without waiting for the disk. */
const exec = DatabaseSync.prototype.exec
DatabaseSync.prototype.exec = function (statements: string) {
  return exec.call(this, statements.replaceAll('synchronous = full', 'synchronous = normal'))
}
