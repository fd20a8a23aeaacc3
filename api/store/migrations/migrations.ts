import type { MigrationProvider } from 'kysely/migration'
import { initial } from './0001-initial.ts'
import { passkeyNames } from './0004-passkey-names.ts'
import { kiosks } from './0005-kiosks.ts'
import { person } from './0006-person.ts'
import { signedList } from './0007-signed-list.ts'
import { audit } from './0008-audit.ts'
import { epoch } from './0009-epoch.ts'
import { pool } from './0010-pool.ts'
import { setback } from './0012-setback.ts'
import { writeProbe } from './0012-write-probe.ts'
import { bounds } from './0013-bounds.ts'
import { standing } from './0013-standing.ts'
import { claims } from './0014-claims.ts'
import { covered } from './0014-covered.ts'
import { removedPasskeys } from './0015-removed-passkeys.ts'
import { known } from './0016-known.ts'
import { removedKeys } from './0017-removed-keys.ts'
import { usageUploads } from './0018-usage-uploads.ts'
import { knownClosed } from './0019-known-closed.ts'
import { push } from './0021-push.ts'
import { scopes } from './0022-scopes.ts'
import { outcomes } from './0023-outcomes.ts'
import { projects } from './0024-projects.ts'
import { uses } from './0025-uses.ts'
import { cases } from './0026-cases.ts'
import { accountEvents } from './0027-account-events.ts'
import { askedCases } from './0028-asked-cases.ts'
import { readMessages } from './0029-read-messages.ts'
import { identities } from './0030-identities.ts'
import { subjectKey } from './0031-subject-key.ts'
import { kinEnded } from './0032-kin-ended.ts'
import { acting } from './0033-acting.ts'
import { desk } from './0034-desk.ts'
import { safePeople } from './0035-safe-people.ts'

/** Every step of the schema, in the order of its name. Steps are added, never changed. */
export const migrations: MigrationProvider = {
  getMigrations: async () => ({
    '0001-initial': initial,
    '0004-passkey-names': passkeyNames,
    '0005-kiosks': kiosks,
    '0006-person': person,
    '0007-signed-list': signedList,
    '0008-audit': audit,
    '0009-epoch': epoch,
    '0010-pool': pool,
    '0012-setback': setback,
    '0012-write-probe': writeProbe,
    '0013-bounds': bounds,
    '0013-standing': standing,
    '0014-claims': claims,
    '0014-covered': covered,
    '0015-removed-passkeys': removedPasskeys,
    '0016-known': known,
    '0017-removed-keys': removedKeys,
    '0018-usage-uploads': usageUploads,
    '0019-known-closed': knownClosed,
    '0021-push': push,
    '0022-scopes': scopes,
    '0023-outcomes': outcomes,
    '0024-projects': projects,
    '0025-uses': uses,
    '0026-cases': cases,
    '0027-account-events': accountEvents,
    '0028-asked-cases': askedCases,
    '0029-read-messages': readMessages,
    '0030-identities': identities,
    '0031-subject-key': subjectKey,
    '0032-kin-ended': kinEnded,
    '0033-acting': acting,
    '0034-desk': desk,
    '0035-safe-people': safePeople,
  }),
}
