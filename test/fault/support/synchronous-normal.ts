import { DatabaseSync } from 'node:sqlite'

/** Preloaded into an api that must lose data: SQLite commits without waiting for the disk, whatever it is told. */
const { exec, prepare } = DatabaseSync.prototype
const normal = (statements: string) => statements.replaceAll('synchronous = full', 'synchronous = normal')

DatabaseSync.prototype.exec = function (statements) {
  return exec.call(this, normal(statements))
}
DatabaseSync.prototype.prepare = function (statement, ...options) {
  return prepare.call(this, normal(statement), ...options)
}
