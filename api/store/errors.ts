/** Thrown at the start when the store must not be used: another process holds it, or its engine is not safe. */
export class StoreError extends Error {
  override name = 'StoreError'
}

/**
 * The store does not answer now. A transaction that ends this way may have been committed or not: a retry with the
 * same Idempotency-Key learns which.
 */
export class StoreUnavailable extends Error {
  override name = 'StoreUnavailable'
}

/**
 * The server led before, and another one has led since: its timeline is older than one that was seen. What was
 * committed under the later one is missing here.
 */
export class FormerLeader extends StoreUnavailable {
  override name = 'FormerLeader'
}

/** The disk is full: nothing of the transaction was written. */
export class StoreFull extends Error {
  override name = 'StoreFull'
}

/** A text holds what the engine cannot store (PostgreSQL: U+0000). */
export class UnstorableText extends Error {
  override name = 'UnstorableText'
}

/** For a write on which no answer depends: a store that cannot be written can still be read. */
export function unlessUnwritable(error: unknown): void {
  if (!(error instanceof StoreUnavailable || error instanceof StoreFull)) throw error
}
