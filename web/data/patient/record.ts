import { useEffect, useState } from 'react'
import type { RecordEntry } from '../../../api/contract/record.ts'
import { api } from '../http/api.ts'
import { type Failure, failureOf } from '../http/failure.ts'
import type { Loadable } from '../state/loadable.ts'
import { fresh, repeated, type Task, useTask } from '../state/task.ts'

type Pages = { entries: RecordEntry[]; next: string | null }

/**
 * The record of what happened, newest first, a page at a time. It is not stored on the device. `refresh` loads the
 * first page again. `more` is null when nothing is left. `all` loads the rest, and returns the whole record.
 */
export function useRecord() {
  const [attempt, setAttempt] = useState(0)
  const first = useTask(`${attempt}`, firstPage)
  const [earlier, setEarlier] = useState<Pages | null>(null)
  const [loading, setLoading] = useState(false)
  const [failure, setFailure] = useState<Failure | null>(null)
  const known = first.status === 'ready' ? first.value : null
  const next = earlier ? earlier.next : (known?.next ?? null)

  /** @returns whether nothing is left. */
  async function load(pages: number): Promise<boolean> {
    if (loading) return false
    setLoading(true)
    setFailure(null)
    let at: Pages = { entries: earlier?.entries ?? [], next }
    try {
      for (let page = 0; page < pages && at.next !== null; page++) {
        const answer = await api.record(at.next)
        at = { entries: [...at.entries, ...answer.entries], next: answer.next }
        setEarlier(at)
      }
    } catch (error) {
      setFailure(failureOf(error))
    } finally {
      setLoading(false)
    }
    return at.next === null
  }

  const entries: Loadable<RecordEntry[]> =
    first.status === 'ready'
      ? { ...first, value: [...first.value.entries, ...(earlier?.entries ?? [])] }
      : first
  return {
    entries,
    loading,
    failure,
    more: next === null ? null : () => void load(1),
    all: () => load(Number.POSITIVE_INFINITY),
    refresh: () => setAttempt((before) => before + 1),
  }
}

/** The newest entries; null until they are there. `version`: they are asked for anew when it changes; '': not yet. */
export function useNewestEntries(version: string): RecordEntry[] | null {
  const [entries, setEntries] = useState<RecordEntry[] | null>(null)
  useEffect(() => {
    if (version === '') return
    let isOver = false
    // What is shown stays while newer entries are asked for, and where that fails.
    api.record().then(
      (page) => isOver || setEntries(page.entries),
      () => {},
    )
    return () => {
      isOver = true
    }
  }, [version])
  return entries
}

/**
 * The whole record as a file, a line of JSON for each entry.
 * @throws ApiError, also when another tab has changed whom the session is about.
 */
export async function recordFile(): Promise<Blob> {
  const lines = await api.recordFile()
  // A file does not say whom it is about. This answer does.
  await api.record()
  return new Blob([lines], { type: 'application/x-ndjson' })
}

function firstPage(): Task<Pages> {
  return repeated(async (publish) => {
    publish(fresh(await api.record()))
    return null
  })
}
