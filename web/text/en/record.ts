import type { Messages } from '../ja.ts'

export const record: Messages['record'] = {
  title: 'What happened to my records',
  lead: 'What happened to your records and your account, newest first.',
  newest: 'What happened lately',
  toAll: 'See everything that happened',
  filterTitle: 'Show',
  filters: {
    all: 'Everything',
    decisions: 'Decisions',
    databases: 'Databases',
    uses: 'Uses',
    account: 'Sign-ins and passkeys',
  },
  none: 'Nothing yet.',
  noneLoaded: 'There is none among those shown so far. Press “See earlier ones” to go further back.',
  more: 'See earlier ones',
  toFile: 'Save everything as a file',
  toPaper: 'Print everything',
  asked: 'Erabu asked Mynaportal and the record linkage system for your coverage',
  signedIn: {
    personal: 'You signed in on your own device',
    shared: 'You signed in on a shared device',
  },
  passkeyAdded: 'You created a passkey',
  passkeyRemoved: 'You removed a passkey',
  recovered: 'You confirmed again who you are and made your passkey anew',
  counterBack: 'The same passkey seems to have been used on another device',
  linked: (names, purpose) => `${names} told us that it holds your records (${purpose})`,
  unlinked: (names, purpose) => `${names} told us that it no longer uses your records (${purpose})`,
  decided: (statement) => `You decided: ${statement}`,
  told: {
    stop: (names, purpose) => `${names} was told to stop (${purpose})`,
    allow: (names, purpose) => `${names} was told that you allow it (${purpose})`,
  },
  received: (names) => `Received your decision: ${names}`,
  applied: {
    stop: (names) => `Stopped the use: ${names}`,
    allow: (names) => `Put your decision into effect: ${names}`,
  },
  outcome: (names, outcome) => `${names} reports: ${outcome}`,
  used: (names) => `Records in ${names} were used for the following`,
  period: (from, to) => `Used from ${from} to ${to}`,
  classes: {
    before: 'It ended before the stop was due',
    'approved-before': 'It was approved before you decided to stop',
    'after-stop': 'It is a use after the stop',
  },
  erased: (names, date) => `${names} told us that the records for the following use were erased on ${date}`,
  caseOpened: (number, date) =>
    `A use after the stop was found. The operator looks into it (number ${number}, answer due ${date})`,
}
