import { randomUUID } from 'node:crypto'
import { verifyFile } from '../../api/audit/file.ts'
import { backUp, restore } from '../../api/store/backup.ts'
import type { World } from '../support/world.ts'

/** Backups of a world on the embedded store. */
export function createBackups(world: World) {
  const { config } = world.deps
  const verify = verifyFile(config.keys)
  return {
    make: (file: string) => backUp(config.data, file, verify),
    /** Only while the service is stopped. @returns the result of the restore. */
    putBack: (file: string) =>
      restore(config.data, file, { id: randomUUID(), at: world.clock.now().getTime() }, verify),
  }
}
