/** Rows that one statement writes or asks for: each engine bounds the number of its parameters. */
const PER_STATEMENT = 500

/** A list in parts that each fit one statement. */
export function* chunks<T>(all: readonly T[]): Generator<T[]> {
  for (let from = 0; from < all.length; from += PER_STATEMENT) yield all.slice(from, from + PER_STATEMENT)
}
