import type { Messages } from '../ja.ts'

export const passkeys: Messages['passkeys'] = {
  title: 'Passkeys',
  lead: 'You confirm who you are with these. You can make one more on another device or key, in case you lose one.',
  unnamed: 'Passkey',
  current: 'You signed in with this one.',
  provider: 'Kept in',
  providerUnknown: 'Not known',
  added: 'Added',
  lastUsed: 'Last used',
  backup: 'Backup',
  backedUp: 'Yes. It also works on other devices with the same account.',
  notBackedUp: 'No. If you lose the device or key that holds it, it is gone.',
  open: 'Rename or remove',
  add: 'Add a passkey',
  back: 'Back to settings',
  addTitle: 'Add a passkey',
  addText:
    'When you press the button, your device opens its own window. To keep the passkey on another device or key, choose it there.',
  addedTitle: 'The passkey was added',
  addedText: 'From now on you can confirm with this passkey as well.',
  existsTitle: 'There is a passkey here already',
  existsText: 'Nothing has changed. One of your passkeys is already kept in the place you chose.',
  askTitle: 'Confirm with your passkey once more',
  askText:
    'Before a passkey is changed, we make sure that it is you. Confirm with a passkey that you have. Then it goes on by itself.',
  oneTitle: 'Rename or remove a passkey',
  missing: 'That passkey is not there. It was removed, or the address is wrong.',
  name: 'Name of this passkey',
  nameHint:
    'For telling it from others (such as: my phone). Up to 40 characters. Do not write your name or any number of yours.',
  saveName: 'Save the name',
  nameSaved: 'Saved.',
  needName: 'Enter a name',
  nameTooLong: 'Use 40 characters or fewer',
  nameIsNumber: 'A number of 12 digits cannot be saved. Choose a name without it',
  removeTitle: 'Remove this passkey',
  removeText:
    'After that you cannot confirm with it, and devices that used it are signed out. Your decisions stay the same.',
  removeCurrentText: 'You signed in with this passkey, so this device is signed out, too.',
  remove: 'Remove the passkey',
  removing: 'Removing it.',
  lastText:
    'The last passkey cannot be removed, because you could not sign in any more. Add another passkey first.',
  removedTitle: 'The passkey was removed',
  removedText:
    'If it is still kept on a device or in a password manager, delete it there as well. It no longer works.',
  removedCurrentText: 'You are signed out. You can sign in again with another passkey.',
  newsTitle: 'A new passkey was made',
  news: (time) =>
    `On ${time} a new passkey was made, after somebody confirmed through the Mynaportal (demonstration).`,
  newsText: 'If it was not you, remove that passkey. Then look at your decisions under “History”.',
  newsKnown: 'It was me',
  newsOpen: 'Look at it or remove it',
  removedListTitle: 'Removed passkeys',
  removedBy: 'Passkey used when it was removed',
  removedAt: 'Removed',
  removedNewsTitle: 'A passkey was removed',
  removedNews: (name: string, time: string) => `On ${time}, “${name}” was removed with another passkey.`,
  removedNewsText:
    'If you do not know why, remove passkeys you do not know in Settings, and check your decisions in “History and receipts”.',
  removedNewsOpen: 'Check in Settings',
  removedNewsKnown: 'I know about this',
  olderTitle: 'Your older passkeys',
  olderText:
    'All other devices were signed out. Your older passkeys still work. Remove those on a device that you lost.',
}
