import type { RecordKind } from '../../contract/record.ts'
import type { AuditKind } from '../audit.ts'

/** What a person's record tells of each kind of the audit trail, or why it tells nothing of it. */
export const RECORD_OF: Record<AuditKind, RecordKind | { nothing: string }> = {
  decision: 'decided',
  'sign-in': 'signed-in',
  'passkey-added': 'passkey-added',
  'passkey-removed': 'passkey-removed',
  recovery: 'recovered',
  'counter-back': 'counter-back',
  linkages: 'linked',
  removals: 'unlinked',
  outcomes: 'outcome',
  project: { nothing: 'a project concerns a person once it used their records: then the use tells of it' },
  erasure: 'erased',
  'case-opened': 'case-opened',
  'case-asked': 'case-opened',
  'case-answered': 'case-answered',
  covered: { nothing: 'what a changed catalogue stopped is told when its database is told' },
  'wrong-link': { nothing: 'the numbers belong to several people, so nobody knows whose record it would be' },
  kin: { nothing: 'whether the two are one person is not known: the case that it opens tells of it' },
  'kin-ended': { nothing: 'the answer to the case tells of it' },
  'key-loaded': { nothing: 'it concerns the service, and no person' },
  'desk-invited': { nothing: 'it concerns the staff of a desk, and no person' },
  'desk-key': { nothing: 'it concerns the staff of a desk, and no person' },
  'desk-blocked': { nothing: 'it concerns the staff of a desk, and no person' },
  'desk-signed-in': { nothing: 'it concerns the staff of a desk, and no person' },
  'desk-entered': {
    nothing: 'a form counts once a second person has confirmed it: then the decision tells of it',
  },
  'desk-returned': { nothing: 'the form is given back, and nothing was decided' },
  restored: { nothing: 'it concerns everybody alike: the status screen tells of it' },
}
