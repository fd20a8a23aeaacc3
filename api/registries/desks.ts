import { z } from 'zod'
import { Desk } from '../contract/desk/staff.ts'
import { loadRegistry } from './registry.ts'

/** The file of `ERABU_DESKS`. */
export const DesksFile = z.array(Desk)

export type Desks = Awaited<ReturnType<typeof loadDesks>>

/**
 * Loads the desks of `file` (null: none, and forms are taken nowhere). `reload` keeps the old ones when the new file has
 * a fault. @throws Error that names the file and what is wrong with it.
 */
export async function loadDesks(file: string | null) {
  const { all, reload } = await loadRegistry(file, {
    list: DesksFile,
    of: 'desks',
    nameOf: ({ id }) => `desk ${id}`,
    finish: (desks) => desks,
  })
  return { all, reload, find: (id: string): Desk | null => all().find((desk) => desk.id === id) ?? null }
}
