import { useState } from 'react'
import type { PublicDatabase } from '../../../api/contract/catalogue.ts'
import { catalogue } from '../device/published.ts'
import type { Loadable } from '../state/loadable.ts'
import { repeated, type Task, useTask } from '../state/task.ts'
import { isSafe } from './session.ts'

/** A copy from the device is shown as one, so it is not left there once the server answers. */
const AGAIN_MS = 5_000

/**
 * What the catalogue knows of a database, from the server, else as this device has it; null where it knows none of that
 * id, and in safe mode, where a fact would tell which one it is. `refresh` loads it again.
 */
export function useCatalogueEntry(id: string): Loadable<PublicDatabase | null> & { refresh(): void } {
  const [attempt, setAttempt] = useState(0)
  const state = useTask(`${attempt} ${id}`, entry)
  return { ...state, refresh: () => setAttempt((before) => before + 1) }
}

function entry(key: string): Task<PublicDatabase | null> {
  const id = key.slice(key.indexOf(' ') + 1)
  return repeated(async (publish) => {
    const { value, ...rest } = await catalogue.current()
    const found = value.find((candidate) => candidate.id === id) ?? null
    publish({ ...rest, value: isSafe() ? null : found })
    return rest.from === 'device' ? AGAIN_MS : null
  })
}
