import type { Messages } from '../ja.ts'

export const news: Messages['news'] = {
  title: 'Notifications',
  tell: 'Tell me when it has stopped',
  about:
    'This device is told when there is a new message: when use has stopped, when a stop is late, when your records were used, when a question is answered, and the like.',
  shown: 'The screen shows only “There is news”: no database and no details.',
  on: 'This device is told.',
  off: 'This device is not told.',
  asking: 'Switching. Your browser may ask whether to allow notifications.',
  denied:
    'Your browser is set to block notifications from this site. Allow them in its settings, then switch them on here.',
  installFirst:
    'On an iPhone or iPad, add this page to the Home Screen first: tap the share button and choose “Add to Home Screen”.',
  unavailable:
    'This browser cannot show notifications. You can see the current state on this screen at any time.',
  offline: 'There is no internet connection, so this cannot be switched. Try again when you are online.',
  failed: 'This could not be switched. This device is not told. Try again.',
}
