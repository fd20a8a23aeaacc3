import type { DatabasesAnswer } from '../../../api/contract/patient.ts'
import { withoutPlaces } from '../../../api/domain/safety/places.ts'
import {
  type Answers,
  DECISION,
  databases,
  databasesAnswer,
  LINKED,
  NOBODY,
  problem,
  session,
  USUAL,
} from '../answers.ts'
import type { ScreenState } from '../state.ts'

const listed = databasesAnswer(LINKED) as { json: DatabasesAnswer }

/** What somebody in safe mode is told. */
export const safe = (by: 'chosen' | 'portal'): Answers => ({
  ...USUAL,
  'GET /api/session': session({ safe: by }),
  'GET /api/databases': {
    json: {
      ...listed.json,
      databases: databases(LINKED).map((database, index) => withoutPlaces(database, index + 1)),
    } satisfies DatabasesAnswer,
  },
})

export const safeModeStates: ScreenState[] = [
  {
    name: 'p10-safe-mode-offered',
    path: '/settings',
    answers: USUAL,
    says: ({ settings: s, safety }) => [s.title, safety.title, safety.turnOn],
  },
  {
    name: 'p10-safe-mode-on',
    path: '/settings',
    answers: safe('chosen'),
    says: ({ settings: s, safety }) => [s.title, safety.isOn, safety.turnOff, safety.exit],
  },
  {
    name: 'p10-safe-mode-by-portal',
    path: '/settings',
    answers: safe('portal'),
    says: ({ settings: s, safety }) => [s.title, safety.byPortal, safety.exit],
  },
  {
    name: 'p10-safe-mode-ask-again',
    path: '/settings',
    answers: { ...NOBODY, ...safe('chosen'), 'PUT /api/session/safe': problem('assertion-required') },
    act: ({ t, tap }) => tap(t.safety.turnOff),
    says: ({ settings: s, passkeys: p, identity, safety }) => [
      s.title,
      p.askText,
      identity.signIn,
      safety.exit,
    ],
  },
  {
    name: 'p4-safe-mode',
    path: '/status',
    answers: safe('chosen'),
    says: ({ databases: d, safety }) => [d.title, safety.exit],
  },
  {
    name: 'p5-safe-mode',
    path: '/databases/demo-registry',
    answers: safe('chosen'),
    says: ({ safety }) => ['', safety.hidden, safety.exit],
  },
  {
    name: 'p9-safe-mode',
    path: `/history/${DECISION}`,
    answers: safe('chosen'),
    says: ({ receipts: r, safety }) => [r.receiptTitle, r.hidden, r.print, r.hiddenFile, safety.exit],
  },
  {
    name: 'p14-safe-mode',
    path: '/databases/demo-registry/letter',
    answers: safe('chosen'),
    says: ({ letter: l, safety }) => [l.title, l.hidden, safety.exit],
  },
]
