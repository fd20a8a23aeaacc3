import type { Messages } from '../ja.ts'
import { plural } from './plural.ts'

export const reach: Messages['reach'] = {
  title: 'What happens next',
  between: ', ',
  named: (name) => `“${name}”`,
  other: (name, outcome) => `${name} reports: ${outcome}.`,
  which: (names) => `They are ${names}.`,
  count: (count) => `${count}`,
  today: (time) => `today at ${time}`,
  tomorrow: (time) => `tomorrow at ${time}`,
  stop: {
    all: (count) => `All ${count} have stopped using your records.`,
    one: (name) => `${name} has stopped using your records.`,
    some: (all, done) =>
      `${done} of ${all} ${plural(Number(done), 'has', 'have')} stopped using your records.`,
    begun: (count) => `${count} databases are being told to stop.`,
    begunOne: (name) => `${name} is being told to stop.`,
    rest: (_count, names, by) => `Still to stop, by ${by}: ${names}.`,
    due: (names, by) => `The time limit to stop is ${by}: ${names}.`,
    late: (names, due) =>
      `The time by which it had to stop (${due}) has passed without a report from ${names}. The decision still counts. You can ask the body that runs it.`,
    still: (names) => `Told to stop when they linked your records: ${names}.`,
    reported: 'That use has stopped is what a database reports.',
  },
  allow: {
    all: (count) => `All ${count} have taken in the decision.`,
    one: (name) => `${name} has taken in the decision.`,
    some: (all, done) => `${done} of ${all} ${plural(Number(done), 'has', 'have')} taken in the decision.`,
    begun: (count) => `${count} databases are being told.`,
    begunOne: (name) => `${name} is being told.`,
    rest: (_count, names, by) => `Still to take it in, by ${by}: ${names}.`,
    due: (names, by) => `The time limit to take it in is ${by}: ${names}.`,
    late: (names, due) =>
      `The time by which it had to be done (${due}) has passed without a report from ${names}. The decision still counts. You can ask the body that runs it.`,
    still: (names) => `Not stopped before, so nothing changes: ${names}.`,
    reported: 'That a decision was taken in is what a database reports.',
  },
  replaced: 'A newer decision took the place of this one. Status shows how things are now.',
  partReplaced: 'A newer decision took the place of a part of this one.',
  mayClose: 'You can close this page.',
  checking: 'Asking how far the databases are. The decision was received.',
  unknown:
    'We do not know yet how far the databases are. The decision was received. It appears here once you are online.',
  details: 'Progress at each database',
}
