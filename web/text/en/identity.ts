import type { Messages } from '../ja.ts'

export const identity: Messages['identity'] = {
  proofTitle: 'Confirm who you are',
  proofLead:
    'We ask the Mynaportal (demonstration) whether it is you, and which health insurance you belong to.',
  noNumber: 'We never ask you for your insurance number. There is no field for it.',
  basisShort:
    'The basis is the Ordinance for Enforcement of the Health Insurance Act, Art. 156-2(2)(vii) and (viii) (assumed for the demonstration).',
  noCard:
    'A certificate of eligibility (資格確認書) cannot confirm who you are. It is issued free and unasked to everyone without a My Number health insurance card. Without a My Number card you cannot decide here.',
  stepsTitle: 'What happens',
  step: (now, of) => `Step ${now} of ${of}`,
  steps: [
    'You read this page.',
    'You agree on the pages of Mynaportal (demonstration).',
    'You come back here, and the result arrives.',
    'You create a passkey (fingerprint, face or screen lock). From then on the passkey is enough.',
  ],
  toPortal: 'Go to the Mynaportal (demonstration)',
  opening: 'Opening the Mynaportal (demonstration).',
  basisTitle: 'More (legal basis, what we receive, if you decline)',
  pending:
    'Waiting for the Mynaportal (demonstration) to answer. This can take a minute. Keep this page open.',
  readyTitle: 'We have confirmed who you are',
  readyText: 'The Mynaportal (demonstration) has answered. Next, you create a passkey on this device.',
  noDataTitle: 'No coverage was found',
  noData:
    'The Mynaportal (demonstration) answered, but holds no coverage for you, so we cannot tell which records are yours. After a new job or a move it can take time to appear. Try again in a few days.',
  readySignedIn: 'The Mynaportal (demonstration) has answered.',
  toPasskey: 'Continue to the passkey',
  toMe: 'See my details',
  declinedTitle: 'Consent was not given',
  declined:
    'Consent was not given at the Mynaportal (demonstration), so we received nothing. Your care and insurance stay the same. To continue here, go there again.',
  unavailableTitle: 'The Mynaportal (demonstration) does not answer',
  unavailable:
    'It can be down for maintenance, sometimes for a whole weekend, or busy. Try again later. Nothing was stored.',
  expiredTitle: 'You ran out of time',
  expired: 'The 10 minutes for receiving the answer are over. Nothing was stored. Start again.',
  mismatchTitle: 'We stopped confirming who you are',
  mismatch:
    'The person who agreed and the person in the answer are not the same. To be safe we deleted the answer. Try again.',
  wrongLinkTitle: 'Please ask your insurer',
  wrongLink:
    'One of the numbers in the answer is registered as somebody else’s. So that nobody is mixed up, we stopped and deleted the answer. Ask your insurer (health insurance society, Kyokai Kenpo or city) whether your numbers are registered correctly. Try again when that is put right.',
  rejectedTitle: 'We cannot continue',
  rejected: 'This answer was used already or came too late. Start again.',
  again: 'Try again',
  signInTitle: 'Confirm with your passkey',
  signInLead:
    'When you press the button, your device opens its own window. Confirm with your fingerprint, face or screen lock.',
  signIn: 'Confirm with passkey',
  otherTitle: 'If you have no passkey',
  firstTime: 'Start',
  lost: 'Lost your passkey? Confirm again through the Mynaportal (demonstration)',
  passkeyTitle: 'Create a passkey',
  passkeyLead:
    'You use it to confirm who you are from now on. When you press the button, your device opens its own window. Use your fingerprint, face or screen lock.',
  passkeyPrivate: 'Your fingerprint, face and screen lock never leave this device.',
  create: 'Create a passkey',
  doneTitle: 'Your passkey is ready',
  doneText: 'From now on this passkey is enough to confirm who you are.',
  existsTitle: 'You already have a passkey',
  exists: 'You made a passkey before. If you can still use it, confirm with that one.',
  existsLost: 'If you have lost it, you can make a new one. All other devices are then signed out.',
  useExisting: 'Use the passkey I have',
  recover: 'Create a new passkey',
  needProof: 'To create a passkey, you must have confirmed who you are within the last 10 minutes.',
  preparing: 'Getting ready.',
  asking: 'Confirm with your fingerprint, face or screen lock in the window of your device.',
  sending: 'Sending. Keep this page open.',
}
