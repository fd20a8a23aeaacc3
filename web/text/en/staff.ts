import type { StaffMessages } from '../ja/staff.ts'

export const staff: StaffMessages = {
  title: 'Staff of the kiosks',
  lead: 'No data of patients is shown. You cannot see a decision, nor make one for somebody.',
  signIn: 'Open with a staff key',
  signOut: 'Close',
  failed: 'It could not be confirmed. See whether the operator has registered this key.',
  register: 'Register a key',
  registerLead: 'Give this text to the operator, who registers the key with it.',
  waiting: (minutes) => `Called (${minutes} min ago)`,
  taken: 'Being helped',
  noCall: 'No call',
  take: 'Take the call',
  close: 'Close the call',
  start: 'Start a visit',
  end: 'End the visit',
  mute: 'Sound off',
  unmute: 'Sound on',
  online: 'Connected',
  offline: 'Not connected',
  blocked: 'Blocked',
  inUse: 'In use',
}
