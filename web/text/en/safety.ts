import type { Messages } from '../ja.ts'

export const safety: Messages['safety'] = {
  title: 'When nobody may see this',
  about: [
    'Names of databases, hospitals and others are not shown. Numbers stand in their place.',
    'No notifications are sent.',
    'Nothing is kept on this device. Without a network you cannot use it.',
    'Every screen has the button “Leave at once”. Pressing Esc three times does the same.',
  ],
  account:
    'It holds on every device where you sign in. What another device has kept goes when you next sign in there. Whoever decides for you sees no names either. You are not asked why. Databases are not told.',
  turnOn: 'Hide the names',
  turnOff: 'Show the names again',
  isOn: 'The names are hidden.',
  byPortal:
    'Mynaportal (simulated) says that your information must not be disclosed. So the names are hidden, and cannot be shown here.',
  unsent:
    'A decision has not been sent yet. Send or delete it first: after this, nothing can be kept on this device.',
  working: 'Changing the setting.',
  exit: 'Leave at once',
  hidden: 'The names are hidden, so nothing is said here about the database.',
}
