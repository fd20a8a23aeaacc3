import type { Messages } from '../ja.ts'

export const failures: Messages['failures'] = {
  codes: {
    cancelled: ['We could not confirm it', 'Nothing has changed. Try again, or choose another way.'],
    offline: ['No connection', 'You are not online. Try again when you are.'],
    unsupported: [
      'This browser cannot use passkeys',
      'Nothing has changed. Open this page in a newer browser.',
    ],
    unreadable: [
      'The answer could not be verified',
      'We stopped to be safe. No decision was made. Try again.',
    ],
    'not-kept': [
      'The device could not save it',
      'Nothing was sent. Free some space on the device and try again, or delete this “Not sent” decision and make a new one.',
    ],
    'not-erased': [
      'What this device keeps could not be erased',
      'Close other tabs in which Erabu is open, then try again.',
    ],
    'rate-limited': ['The service is busy', 'Nothing has changed. Wait a little, then try again.'],
    'not-signed-in': [
      'You were signed out after a while',
      'Decisions that were received are kept. Confirm again with your passkey.',
    ],
    'passkey-removed': [
      'This passkey was removed',
      'Nothing has changed. Use another passkey, or prove who you are at the portal (mock) and make a new one. Do the same if you did not remove it: then you can check your decisions and passkeys.',
    ],
    'passkey-rejected': ['We could not confirm it', 'Nothing has changed. Try again, or choose another way.'],
    'undiscoverable-passkey': [
      'This key cannot be registered',
      'Nothing has changed. It could not confirm you later. Use a passkey on a phone, or another key.',
    ],
    'challenge-expired': ['You ran out of time', 'Nothing has changed. Try again.'],
    'proofing-required': [
      'You need to confirm who you are',
      'More than 10 minutes have passed. Start again at the Mynaportal (demonstration).',
    ],
    'assertion-required': [
      'You need to confirm once more',
      'Nothing has changed. Confirm with your passkey, then try again.',
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
    'not-found': ['Not found', 'The address is wrong, or it is no longer there.'],
    unavailable: ['The service cannot answer now', 'Wait a little, then try again.'],
    other: ['It did not work', 'Wait a little, then try again.'],
  },
  signIn: 'Confirm with passkey',
  proofAgain: 'Go to the Mynaportal again',
  removedAt: (time) => `Removed: ${time}`,
  wait: (seconds) => `Wait ${seconds}, then try again.`,
  notFoundTitle: 'Page not found',
  notFoundText: 'The address is wrong, or the page has gone.',
  crashTitle: 'This page could not be shown',
  crashText: 'Showing the page failed. Decisions that were received, and those not sent, are kept.',
  reload: 'Load again',
}
