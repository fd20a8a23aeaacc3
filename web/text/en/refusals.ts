import type { Messages } from '../ja.ts'

export const refusals: Messages['refusals'] = {
  codes: {
    'passkey-rejected': ['We could not confirm it', 'Nothing has changed. Try again, or choose another way.'],
    'passkey-removed': [
      'This passkey was removed',
      'Nothing has changed. Use another passkey, or prove who you are at the portal (mock) and make a new one. Do the same if you did not remove it: then you can check your decisions and passkeys.',
    ],
    'undiscoverable-passkey': [
      'This key cannot be registered',
      'Nothing has changed. It could not confirm you later. Use a passkey on a phone, or another key.',
    ],
    'assertion-required': [
      'You need to confirm once more',
      'Nothing has changed. Confirm with your passkey, then try again.',
    ],
    unanswered: [
      'No answer has come for a decision',
      'If you change now, the decision is not sent any more. Wait a while. To change all the same, press again.',
    ],
    'too-many-passkeys': [
      'You already have 20 passkeys',
      'Nothing has changed. That is the most an account can have. Remove one that you do not use in “Settings”, then try again.',
    ],
    'too-many-cases': [
      'You have 20 questions without an answer',
      'Nothing was sent. That is the most at one time. Wait until one is answered, then try again.',
    ],
    'coverage-gone': [
      'The time to show it is over',
      'We do not store it. Ask the Mynaportal (demonstration) again.',
    ],
    'portal-unavailable': [
      'The Mynaportal (demonstration) does not answer',
      'It can be down for maintenance or busy. Try again later.',
    ],
    'not-stoppable': [
      'You cannot decide about this database here',
      'Nothing has changed. Choose another one.',
    ],
    'not-represented': [
      'You cannot decide for this person',
      'The Mynaportal (demonstration) does not say now that you may decide for this person. Nothing has changed. Confirm again who you are, and see for whom you may decide.',
    ],
    'stop-stands': [
      'The use stays stopped',
      'Nothing has changed. What they stopped themselves stays stopped, and so does what two people who decide for them do not agree on. Only they can allow it, at an age to decide alone.',
    ],
    'under-age': [
      'You cannot allow this yet',
      'Nothing has changed. Until you reach the age of deciding alone, you can only stop the use. At that age, confirm again at the Mynaportal (demonstration) who you are, and you can allow it.',
    ],
    'unknown-text': [
      'The words on this page have changed',
      'Nothing has changed. Load the page again, read the new words, then choose once more.',
    ],
    'my-number-refused': [
      'Please do not write a My Number',
      'We did not take it and kept nothing. Use other words, then try again.',
    ],
    'number-refused': [
      'Please do not write a number',
      'We did not take it and kept nothing. Use words without names or numbers, then try again.',
    ],
    'challenge-expired': ['You ran out of time', 'Nothing has changed. Try again.'],
  },
  removedAt: (time) => `Removed: ${time}`,
}
