import type { Messages } from '../ja.ts'

export const paper: Messages['paper'] = {
  title: 'To stop on paper',
  none: 'No desk takes paper forms now.',
  unknown: 'Whether a desk takes paper forms cannot be checked now.',
  steps: [
    'Print the form, tick what you stop, and sign it. You need no phone.',
    'Hand it in at a desk. Show your My Number card or your certificate of eligibility (資格確認書) there.',
    'Two of the staff check and record it, and give you a receipt. Until you have it, nothing is stopped.',
    'A desk can only record that you stop. You can change it later, at any time, with your own passkey.',
  ],
  open: 'See the form and the desks',
  phone: (number) => `Phone ${number}`,
  where: 'Where to hand it in',
}
