import type { Messages } from '../ja.ts'
import { plural } from './plural.ts'

export const settings: Messages['settings'] = {
  title: 'Settings',
  language: 'Language',
  textSize: 'Text size',
  textSizes: { standard: 'Standard', large: 'Large', largest: 'Extra large' },
  device: 'This device',
  deviceText:
    'Signing out erases what is kept on this device (a copy of the status, and receipts). Your decisions stay valid.',
  signOut: 'Sign out and erase this device',
  unsent: (count) =>
    `${count} ${plural(count, 'decision has', 'decisions have')} not been sent. Signing out erases ${plural(count, 'it', 'them')}, and no database will know.`,
  send: 'See what has not been sent',
  discard: 'Erase it as well and sign out',
  signingOut: 'Signing out.',
  signedOut: 'You are not signed in.',
  erase: 'Erase this device',
  signIn: 'Confirm with your passkey',
  leftTitle: 'You are signed out',
  leftText: 'What was kept on this device is erased as well. Your decisions stay valid.',
  erasedTitle: 'This device is erased',
  erasedText: 'Your decisions stay valid. You see them again when you sign in.',
}
