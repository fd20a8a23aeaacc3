import type { Messages } from '../ja.ts'

export const basis: Messages['basis'] = {
  heading: 'Why ask the Mynaportal?',
  text: 'The Health Insurance Act, Art. 194-2, and other laws forbid asking anybody for anybody’s insurance number. The exceptions are listed. Here we assume one of two (Ordinance for Enforcement, Art. 156-2(2)): the work of a certified producer (vii), or obtaining medical information about a person who was given notice (viii). Consent is an exception only for claiming benefits (iii). We get the number directly from the Mynaportal.',
  receiveHeading: 'What do we receive?',
  receive:
    'Insurer number, symbol and number, branch number, the date your coverage began, and their history. For public assistance: the public payer number and recipient number. It is only shown on the screen and not stored.',
  declineHeading: 'If you decline',
  decline: 'Your care and insurance stay the same. There is no other way to decide yet.',
}
