import { WHAT_NEXT } from '../disk/start-checks.ts'
import { StoreError, StoreFull, StoreUnavailable } from '../errors.ts'

/** Result codes (sqlite.org/rescode.html); the low byte is the primary one. */
const BUSY = 5
const READONLY = 8
const IOERR = 10
const CORRUPT = 11
const FULL = 13
const CANTOPEN = 14
/** A reader found no slot in the index of the log, after all its retries. */
const PROTOCOL = 15
const NOTADB = 26
/** What is stored cannot be read: neither a write nor a new start can repair that. */
const IOERR_READ = 266
const IOERR_SHORT_READ = 522
/** The index of the log could not grow: the disk is full. */
const IOERR_SHMSIZE = 4874

/**
 * Why a folder cannot be made or written. On a read-only file system Node reports that the parent folder does not
 * exist.
 */
const UNWRITABLE = ['EROFS', 'EACCES', 'EPERM', 'ENOENT', 'ENOTDIR', 'EEXIST']

/** The extended result code of an error; 0: it is not SQLite's. */
const codeOf = (error: unknown): number =>
  error instanceof Error && 'errcode' in error ? Number(error.errcode) : 0
const isOneOf = (error: unknown, ...codes: number[]): boolean => codes.includes(codeOf(error) & 0xff)

export const isBusy = (error: unknown): boolean => isOneOf(error, BUSY)
export const isFull = (error: unknown): boolean => codeOf(error) === IOERR_SHMSIZE || isOneOf(error, FULL)
const isDamage = (error: unknown): boolean =>
  isOneOf(error, CORRUPT, NOTADB) || [IOERR_READ, IOERR_SHORT_READ].includes(codeOf(error))

/** Why a start failed, in one sentence where it is known. */
export function startFailure(folder: string, error: unknown): unknown {
  const { code = '', message } = error as NodeJS.ErrnoException
  if (UNWRITABLE.includes(code) || isOneOf(error, READONLY, CANTOPEN))
    return new StoreError(
      `The folder ${folder} cannot be written (${message}): make it and its files writable for this user, or set ERABU_DATA to another folder`,
      { cause: error },
    )
  if (isDamage(error))
    return new StoreError(`The store in ${folder} is damaged (${message}). ${WHAT_NEXT}`, { cause: error })
  return error
}

/**
 * Maps failures of an open store to the store's errors, and acts on them.
 * @param broken is called when a write or an fsync failed.
 */
export function createFailures(database: string, broken: (error: Error) => void) {
  let damage: string | null = null

  /**
   * Declared once; from then on nothing is written, because a write that rests on damaged pages could spread the
   * damage.
   */
  function declare({ message }: Error): void {
    if (damage !== null) return
    damage = message
    console.error(`erabu: ${database} is damaged (${message}): nothing is written any more. ${WHAT_NEXT}`)
  }

  return {
    /** What is damaged; null: no damage is known. */
    damage: () => damage,
    /** @throws StoreUnavailable */
    refuseIfDamaged(): void {
      if (damage !== null) throw new StoreUnavailable(`the database is damaged: ${damage}`)
    },
    failureOf(error: unknown): unknown {
      if (isFull(error)) return new StoreFull('the disk is full', { cause: error })
      if (isOneOf(error, BUSY, PROTOCOL))
        return new StoreUnavailable('another program holds a lock', { cause: error })
      if (isDamage(error)) {
        declare(error as Error)
        return new StoreUnavailable('the database is damaged', { cause: error })
      }
      if (isOneOf(error, IOERR)) broken(error as Error)
      return error
    },
  }
}
