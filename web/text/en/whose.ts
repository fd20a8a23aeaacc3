import type { Messages } from '../ja.ts'
import { plural } from './plural.ts'

const of = (count: number, total: number) => {
  if (total === 1) return 'In this database'
  return count === total ? `In all ${total} databases` : `In ${count} of ${total} databases`
}

/** @param who for example `my child`, as somebody says who decides. @param records the records of that person. */
const wordsFor = (who: string, records: string): Messages['whose']['child'] => ({
  shell: {
    me: 'Details',
    offline: 'You are offline. While you decide for somebody, nothing is kept on this device.',
    noStorage:
      'While you decide for somebody, nothing is kept on this device. You can only decide while you are online.',
  },
  status: {
    headlines: {
      stopped: (count, total) => `${of(count, total)}, the use has stopped`,
      registered: (count, total) => `${of(count, total)}, a decision to stop is on file`,
      moving: (count, total) => `${of(count, total)}, a decision is on its way`,
      used: (count, total) => `${of(count, total)}, ${records} may be used`,
      missing: (count, total) => `${of(count, total)}, ${records} were not found`,
      later: (count, total) => `${of(count, total)}, ${records} are not used yet`,
    },
    byOther: { child: 'decided by the family', ward: 'decided by a guardian' },
    nobody: `No database has told us that it holds ${records}`,
    decision: `The decision for ${who}: `,
  },
  databases: {
    standing: `The decision for ${who}`,
    standingNone: `There is no decision for all databases for ${who} yet.`,
    standingNoneText: `Until there is a decision, ${records} may be used as the law and other rules provide.`,
    linkedTitle: `Databases that hold ${records}`,
    linkedNone: `At present no database has told us that it holds ${records}.`,
    held: `Not stopped by a decision for ${who}. Nobody can be sure whose record it is, so it is treated as not to be used`,
    unlinkedTitle: `Databases that have not told us they hold ${records}`,
    unlinkedText: `They have not told us that they hold ${records}. The decision also applies if they link them later.`,
    holdsUnknown: `We cannot tell here whether it holds ${records}.`,
  },
  decisions: {
    chooseTitle: `Choose how ${records} are used`,
    chooseLead: 'Whichever you choose, care and insurance stay the same.',
    choice: `How may ${records} be used?`,
    confirmTitle: `Check the decision for ${who}`,
    doneTitle: `The decision for ${who} was received`,
    nothingChanges:
      'Nothing that is linked now changes. The decision is kept for records that are linked later.',
    why: {
      'not-linked': `It has not told us that it holds ${records}. The decision applies if it links them later`,
    },
    reachNone: `There is no link it has to be sent to now. It is used if ${records} are linked later.`,
    becomes: {
      stopped: 'the use stops',
      usable: `${records} may be used from then on`,
      waiting: `${records} may be used later`,
    },
    undoText:
      'A new decision takes the place of this one. What they stopped themselves you cannot allow for them, and sometimes not what somebody else stopped for them.',
    doubtNotKept:
      'It is not kept on this device. It is sent once you are online, also while you look at other pages about this person. Do not close Erabu until the answer comes. If you did, or if you went back to yourself, choose this person again and see in History whether the decision was received.',
  },
  facts: {
    yours: `What is the state of ${records}?`,
    doesText: [
      `From then on ${records} are not used for the purpose you stopped.`,
      'When that is done, this page says “Stopped”.',
    ],
    doesNotText: [
      'Care and insurance stay the same.',
      'Records already shared cannot be taken back, nor taken out of finished research.',
      'Other databases are not affected.',
    ],
  },
  coverage: {
    title: `Details of ${who}`,
    lead: `The coverage of ${who} as the Mynaportal (demonstration) returned it.`,
    notDisclosed: `For ${who}, information is set not to be disclosed. We show no names that reveal a place. Show the numbers only when nobody is near you.`,
    noData: `The Mynaportal (demonstration) holds no coverage for ${who}. After a new job or a move it can take time to appear. You can go on and decide. Ask the insurer about the number.`,
    gone: 'We do not store the coverage, so to see it we ask the Mynaportal (demonstration) again. You do not need it to decide.',
    never:
      'The coverage is not stored here. To see it, we ask the Mynaportal (demonstration). You do not need it to decide.',
    use: `The number is used to ask the record linkage system (demonstration) which are ${records}. We keep only a code that cannot be turned back into the number.`,
  },
  reach: {
    stop: {
      all: (count) => `All ${count} have stopped using ${records}.`,
      one: (name) => `${name} has stopped using ${records}.`,
      some: (all, done) =>
        `${done} of ${all} ${plural(Number(done), 'has', 'have')} stopped using ${records}.`,
      begun: (count) => `${count} databases are being told to stop.`,
      begunOne: (name) => `${name} is being told to stop.`,
      rest: (_count, names, by) => `Still to stop, by ${by}: ${names}.`,
      due: (names, by) => `The time limit to stop is ${by}: ${names}.`,
      late: (names, due) =>
        `The time by which it had to stop (${due}) has passed without a report from ${names}. The decision still counts. You can ask the body that runs it.`,
      still: (names) => `Told to stop when they linked ${records}: ${names}.`,
      reported: 'That use has stopped is what a database reports.',
    },
  },
  receipts: {
    historyNone: `There is no decision for ${who} yet.`,
    how: {
      personal: 'By themselves, with a passkey, on their own device',
      shared: 'By themselves, with a passkey, on a shared device',
      desk: 'At a desk, on a form that they signed',
    },
  },
  record: {
    title: `What happened to ${records}`,
    lead: `What happened to ${records}, newest first.`,
    toAll: `See all that happened to ${records}`,
    asked: `Erabu asked Mynaportal and the record linkage system for the coverage of ${who}`,
    linked: (names, purpose) => `${names} told us that it holds ${records} (${purpose})`,
    decided: (statement) => `They decided themselves: ${statement}`,
    decidedAtDesk: (statement) => `The staff of a desk recorded a form that they signed: ${statement}`,
    unlinked: (names, purpose) => `${names} told us that it no longer uses ${records} (${purpose})`,
  },
  failures: {
    codes: {
      offline: [
        'No connection',
        'While you decide for somebody, nothing is kept on this device. Try again when you are online.',
      ],
    },
  },
})

export const whose: Messages['whose'] = {
  child: wordsFor('your child', 'your child’s records'),
  ward: wordsFor('the person whose guardian you are', 'the records of the person whose guardian you are'),
}
