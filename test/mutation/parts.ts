/** What is changed, and the test files that are asked whether they notice. */
export type Part = { mutate: string[]; tests: string[] }

const api = (names: string) => `test/api/{${names}}.test.ts`

const decisions = 'api/services/{decisions,decision-claims,databases,catalogue-change}.ts'
const people = 'api/services/{kiosks,passkeys,passkey-registration,proofing,proofing-pages,sign-in}.ts'

/** Each is meant to end within an hour by one worker. A part's tests are the fewest files that reach its code. */
export const PARTS = {
  domain: { mutate: ['api/domain/**/*.ts'], tests: ['test/unit/**/*.test.ts'] },
  web: { mutate: ['web/data/decision/**/*.ts'], tests: ['test/web/data/decision/**/*.test.ts'] },
  'feed-publisher': {
    mutate: ['api/feed/publisher.ts'],
    tests: [api('feed,pools'), 'test/store/{publishers,pooled-publishers}.test.ts'],
  },
  'feed-lists': {
    mutate: ['api/feed/status-lists.ts'],
    tests: [api('status-lists,status-list-encodings,status-list-readers')],
  },
  'feed-pages': {
    mutate: ['api/feed/**/*.ts', '!api/feed/{publisher,status-lists}.ts'],
    tests: [api('feed'), 'test/store/{feed-pages,other-processes}.test.ts'],
  },
  auth: {
    mutate: ['api/auth/**/*.ts'],
    tests: [
      api('sessions,session-rights,session-bounds,cookies,kiosk,kiosk-visits,oauth,bounded'),
      api('removed-passkey,passkey-bounds'),
      'test/contract/{dpop,client-authentication,access}.test.ts',
    ],
  },
  'services-decisions': {
    mutate: [decisions],
    tests: [
      api('catalogue-change,claims,decisions,decisions-once,decisions-refused,decisions-resumed,late,pools'),
    ],
  },
  'services-people': {
    mutate: [people],
    tests: [
      api('kiosk,kiosk-staff,kiosk-visits,passkeys,passkey-names,passkey-removes-itself,portal-login'),
      api('proofing,recovery,removed-passkey,sessions,wrong-link'),
    ],
  },
  'services-holders': {
    mutate: ['api/services/**/*.ts', `!${decisions}`, `!${people}`],
    tests: [api('feed,linkages,own-linkages,pools,usage,usage-reports'), 'test/store/indexes.test.ts'],
  },
  'store-people': {
    mutate: ['api/store/people/**/*.ts'],
    tests: [
      api(
        'kiosk,kiosk-staff,passkeys,passkey-races,proofing,recovery,removed-passkey,session-rights,sessions',
      ),
      'test/store/{kiosk-commands,purge}.test.ts',
    ],
  },
  'store-records': {
    mutate: ['api/store/records/**/*.ts'],
    tests: [
      api('decisions,decision-pages,linkages,long-histories,own-linkages,usage,usage-reports'),
      'test/store/{empty-lists,purge,standing-stop}.test.ts',
    ],
  },
  'store-feeds': {
    mutate: ['api/store/feeds/**/*.ts'],
    tests: [
      api('feed,late,pools,status-lists'),
      'test/store/{feed-pages,indexes,publishers,pooled-publishers,waiting-databases}.test.ts',
    ],
  },
  'store-root': {
    mutate: ['api/store/*.ts', '!api/store/schema.ts'],
    tests: [api('audit'), 'test/store/{lanes,lock-order,setback,unwritable,wal-check}.test.ts'],
  },
} satisfies Record<string, Part>

export type PartName = keyof typeof PARTS
export const partNames = Object.keys(PARTS) as PartName[]
