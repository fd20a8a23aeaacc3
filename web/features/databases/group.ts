import type { DatabaseView } from '../../../api/contract/patient.ts'

export type Groups = {
  /** They reported that they linked the patient's records. */
  linked: DatabaseView[]
  /** They read our feed and have reported no link. */
  unlinked: DatabaseView[]
  /** A decision made here does not reach them, or the law leaves no choice. */
  elsewhere: DatabaseView[]
}

export function groupDatabases(databases: DatabaseView[]): Groups {
  const linked = databases.filter((database) => database.linkages.length > 0)
  const others = databases.filter((database) => database.linkages.length === 0)
  return {
    linked,
    unlinked: others.filter((database) => database.stoppable),
    elsewhere: others.filter((database) => !database.stoppable),
  }
}
