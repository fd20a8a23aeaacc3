import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite'
import {
  Kysely,
  type SelectModifierNode,
  SqliteDialect,
  SqliteQueryCompiler,
  type SqliteStatement,
} from 'kysely'
import type { Schema } from '../schema.ts'
import { emptyLists } from './empty-lists.ts'

/** SQLite has no syntax for row locks and needs none: one transaction runs at a time. */
class Compiler extends SqliteQueryCompiler {
  protected override visitSelectModifier(node: SelectModifierNode): void {
    if (node.modifier !== 'ForUpdate') super.visitSelectModifier(node)
  }
}

class Dialect extends SqliteDialect {
  override createQueryCompiler() {
    return new Compiler()
  }
}

/** Queries over one SQLite connection; each statement is prepared once. */
export function kysely(db: DatabaseSync): Kysely<Schema> {
  const prepared = new Map<string, SqliteStatement>()
  return new Kysely<Schema>({
    dialect: new Dialect({
      database: {
        close: () => db.close(),
        prepare(sql) {
          const known = prepared.get(sql)
          if (known) return known
          const statement = statementOf(db.prepare(sql))
          if (prepared.size < 500) prepared.set(sql, statement)
          return statement
        },
      },
    }),
    plugins: [emptyLists],
  })
}

/** A statement in Kysely's shape. */
function statementOf(statement: StatementSync): SqliteStatement {
  const values = (parameters: readonly unknown[]) => parameters as SQLInputValue[]
  return {
    reader: statement.columns().length > 0,
    all: (parameters) => statement.all(...values(parameters)),
    run: (parameters) => statement.run(...values(parameters)),
    iterate: (parameters) => statement.iterate(...values(parameters)),
  }
}
