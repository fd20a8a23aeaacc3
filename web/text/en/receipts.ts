import type { Messages } from '../ja.ts'

export const receipts: Messages['receipts'] = {
  historyTitle: 'History and receipts',
  historyLead: 'Your decisions so far, newest first.',
  historyNone: 'You have not made a decision yet.',
  historyMore: 'Show earlier decisions',
  open: (number) => `See receipt ${number}`,
  receiptTitle: 'Receipt',
  receiptLead: 'It proves that you made this decision. It carries no name and no insurance number.',
  number: 'Receipt number',
  recordedAt: 'Received',
  decision: 'Decision',
  covers: 'Databases',
  coversNone: 'None at present',
  textVersion: 'Code of the words shown',
  wordsTitle: 'The words that were shown',
  wordsUnknown:
    'This version of Erabu no longer has these words. You decided on the words with the code below.',
  how: {
    personal: 'With a passkey, on a device of your own',
    shared: 'With a passkey, on a shared device',
  },
  issuer: 'Issued by',
  qr: 'QR code for checking this receipt',
  qrText: 'Anyone who scans it can check that this receipt is genuine.',
  print: 'Print',
  saveImage: 'Save as a picture',
  saveFile: 'Save as a file',
  share: 'Share',
  shareTitle: 'Receipt from Erabu',
  saved: 'Saved.',
  verifyTitle: 'Check a receipt',
  verifyLead:
    'See whether a receipt is genuine and unchanged. You do not need to sign in, and it works offline.',
  paste: 'Paste the text of the receipt',
  pasteHint: 'The long text that begins with “ey”, or the address in the QR code.',
  file: 'Choose the file of a receipt',
  fileHint: 'A receipt that was saved as a file (.jwt).',
  verify: 'Check it',
  needReceipt: 'Paste the text of the receipt, or choose a file',
  verifying: 'Checking.',
  valid: 'The receipt is genuine',
  validText: 'It has not been changed since it was issued.',
  reasons: {
    malformed: [
      'This cannot be read as a receipt',
      'See whether the text is cut off, and paste all of it again.',
    ],
    'unknown-key': [
      'The issuer cannot be confirmed',
      'This receipt was not issued here, or is too old. Ask the person who gave it to you.',
    ],
    'bad-signature': [
      'It is not genuine',
      'It was changed after it was issued. Ask the person who gave it to you.',
    ],
    'no-keys': [
      'It cannot be checked yet',
      'The keys for checking are not on this device. Go online and try again.',
    ],
  },
  another: 'Check another receipt',
}
