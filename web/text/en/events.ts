import type { Messages } from '../ja.ts'

export const events: Messages['events'] = {
  title: 'What happened lately',
  allTitle: 'Everything that happened',
  toAll: 'See everything that happened',
  decided: (statement) => `You decided: ${statement}`,
  steps: {
    received: (names) => `Received your decision: ${names}`,
    stopped: (names) => `Stopped the use: ${names}`,
    reflected: (names) => `Put your decision into effect: ${names}`,
    missing: (names) => `Reported that it found no records: ${names}`,
    limited: (names) => `Reported that a part cannot be stopped: ${names}`,
    unstopped: (names) => `Reported that it cannot be stopped: ${names}`,
  },
  used: (names) => `Records in ${names} were used for the following`,
  period: (from, to) => `${from} to ${to}`,
}
