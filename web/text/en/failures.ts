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
    'proofing-required': [
      'You need to confirm who you are',
      'More than 10 minutes have passed. Start again at the Mynaportal (demonstration).',
    ],
    'not-found': ['Not found', 'The address is wrong, or it is no longer there.'],
    unavailable: ['The service cannot answer now', 'Wait a little, then try again.'],
    other: ['It did not work', 'Wait a little, then try again.'],
  },
  signIn: 'Confirm with passkey',
  proofAgain: 'Go to the Mynaportal again',
  wait: (seconds) => `Wait ${seconds}, then try again.`,
  notFoundTitle: 'Page not found',
  notFoundText: 'The address is wrong, or the page has gone.',
  crashTitle: 'This page could not be shown',
  crashText: 'Showing the page failed. Decisions that were received, and those not sent, are kept.',
  reload: 'Load again',
}
