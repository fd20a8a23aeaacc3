import type { Messages } from '../ja.ts'

export const messages: Messages['messages'] = {
  title: 'Messages',
  lead: 'What you should know about your records and your account, newest first.',
  unread: (count) => `New messages: ${count}`,
  toAll: 'See your messages',
  isNew: 'New',
  none: 'There are no messages yet.',
  limits:
    'This list has the newest 100 of the last two years. What is older, or was before you registered, is in your record.',
  toRecord: 'See everything that happened',
  toStatus: 'See the current state',
  toDatabase: 'See this database',
  toDecision: 'See how far your decision has come',
  toSettings: 'Check your passkeys in the settings',
  late: (name) => `${name} has not told us that it has stopped`,
  lateText: (date) => `It was due ${date}. Your decision is valid. The stop is late.`,
  stopped: (names) => `The use has stopped: ${names}`,
  stoppedText:
    'The databases told us that they have stopped. Records that were already handed over do not come back.',
  reported: 'Every database has answered your decision to stop',
  reportedText: (names) =>
    `These gave another answer than that they stopped: ${names}. The page of the database says which.`,
  linked: (name, purpose) => `${name} told us that it holds your records (${purpose})`,
  linkedText: 'The page of the database says whether they are used.',
  used: (name) => `Records in ${name} were used for the following`,
  usedAfterStop: (name) => `A use after your stop was reported: ${name}`,
  caseSoon: 'The operator is to look into it.',
  caseOpen: (number, date) =>
    `The operator is to look into it and to answer you by ${date}. The number is ${number}.`,
  caseOverdue: (number, date) =>
    `An answer was due by ${date}, and the operator has not answered yet. The number is ${number}.`,
  caseAnswered: (number, answer) => `The operator’s answer (number ${number}): ${answer}`,
  answered: (number) => `The operator has answered your question (number ${number})`,
  account: {
    'passkey-added': 'A passkey was created',
    'passkey-removed': 'A passkey was removed',
    recovered: 'Who you are was confirmed again, and your passkey was made anew',
    'counter-back': 'The same passkey seems to have been used on another device',
  },
  accountText: 'If this was not you, open the settings now and remove passkeys that you do not know.',
  opens: (name, purpose) => `${name} has opened a new purpose (${purpose})`,
  opensFrozen: (date) =>
    `Nobody’s records may be used before ${date}. The page of the database says whether you can stop it.`,
  opensOver: (date) =>
    `Records may be used from ${date} on. The page of the database says whether you can stop it.`,
}
