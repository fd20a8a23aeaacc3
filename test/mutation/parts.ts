/** What is changed, and the test files that are asked whether they notice. */
export type Part = { mutate: string[]; tests: string[] }

/** Test files of one level, by their names. */
const files = (level: string) => (names: string) =>
  names.split(' ').map((name) => `test/${level}/${name}.test.ts`)
const [unit, api, store, contract] = [files('unit'), files('api'), files('store'), files('contract')]

const machines = 'api/auth/{access-tokens,assertions-aside,bearer,client-assertion,dpop,holder,jwt}.ts'
const decisions = 'api/services/{decisions,carry-out,decision-claims,databases,catalogue-change}.ts'
const people = 'api/services/{kiosks,passkeys,passkey-registration,proofing,proofing-pages,sign-in}.ts'

/** Each is meant to end within an hour by one worker. A part's tests are the fewest files that reach its code. */
export const PARTS = {
  domain: {
    mutate: ['api/domain/**/*.ts'],
    tests: [
      ...unit('attestation audit calendar client-claims client-key cose-key decision feed json'),
      ...unit('kiosk-credentials messages numbers padding passkey-assertion passkey-registration'),
      ...unit('passkey-vectors pieces pool receipt status-list stoppable text'),
    ],
  },
  web: { mutate: ['web/data/decision/**/*.ts'], tests: ['test/web/data/decision/**/*.test.ts'] },
  'feed-publisher': {
    mutate: ['api/feed/publisher.ts'],
    tests: store('rounds ticks ticks-upkeep'),
  },
  'feed-lists': {
    mutate: ['api/feed/status-lists.ts'],
    tests: store('status-lists'),
  },
  'feed-pages': {
    mutate: ['api/feed/**/*.ts', '!api/feed/{publisher,status-lists}.ts'],
    tests: [
      ...unit('redelivery wake-ups'),
      ...api('feed clock-back'),
      ...contract('ssf'),
      ...store('feed-pages other-processes'),
    ],
  },
  'auth-holders': {
    mutate: [machines],
    tests: [...unit('assertions-aside'), ...store('holder-tokens')],
  },
  'auth-people': {
    mutate: ['api/auth/**/*.ts', `!${machines}`],
    tests: [...unit('cookies'), ...store('challenges session-gains session-requests session-starts')],
  },
  'services-decisions': {
    mutate: [decisions],
    tests: store('catalogue-changes database-views decision-claims recorded-decisions repeated-decisions'),
  },
  'services-people': {
    mutate: [people],
    tests: store(
      'coverage-shown kiosks-between-visits passkey-changes passkey-making proofing-pages proofings-begun proofings-settled signing-in',
    ),
  },
  'services-holders': {
    mutate: ['api/services/**/*.ts', `!${decisions}`, `!${people}`],
    tests: [
      ...api('identifiers low-precision'),
      ...store(
        'known-decisions linkage-registration linkage-removal minted-tokens push-devices stream-changes',
      ),
      ...store('stream-progress use-uploads'),
    ],
  },
  'store-people': {
    mutate: ['api/store/people/**/*.ts'],
    tests: store('kiosks passkeys pushes sessions'),
  },
  'store-records': {
    mutate: ['api/store/records/**/*.ts'],
    tests: store('decisions linkages usage'),
  },
  'store-feeds': {
    mutate: ['api/store/feeds/**/*.ts'],
    tests: store('deliveries indexes known-closed list-rows outbox progress publish status-lists streams'),
  },
  'store-root': {
    mutate: ['api/store/*.ts', '!api/store/schema.ts'],
    tests: store('audit-rows backup epochs locks lost-writes'),
  },
} satisfies Record<string, Part>

export type PartName = keyof typeof PARTS
export const partNames = Object.keys(PARTS) as PartName[]
