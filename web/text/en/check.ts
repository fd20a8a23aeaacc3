import type { CheckMessages } from '../ja/check.ts'

export const check: CheckMessages = {
  title: 'Check of the kiosk',
  lead: 'Go through this on the kiosk’s own screen before patients use it, and after every change of the device or its settings.',
  looking: 'Looking',
  summary: (failed, open, passed) => `${failed} failed, ${open} to do, ${passed} passed`,
  verdicts: { pass: 'Pass', fail: 'Fail', 'to-try': 'Try it', 'by-hand': 'Check by hand' },
  again: 'Check again',
  toKiosk: 'Open the start page',
  paper: 'Erabu: check of the kiosk',
  checks: {
    secure: [
      'Secure connection',
      'Use an address that begins with https://. Without it no card can be used.',
    ],
    registered: [
      'Registration',
      'Put what follows # in the address that npm run kiosk prints behind the address of this page. kiosk-refused: it is not registered, or was blocked.',
    ],
    network: [
      'Network',
      'An answer takes more than a second, or does not come. Look at the way to the server.',
    ],
    clock: ['Clock', 'The clock differs from the server’s. Set it by NTP.'],
    screen: ['Size of the screen', 'Use a screen of 1080×1920 upright, or of at least 1280×800 across.'],
    fullScreen: [
      'Full screen',
      'Start with --kiosk, and set the zoom to 100 %. The numbers are the size of the page and of the screen.',
    ],
    millimetres: [
      'Size of the buttons',
      'Hold the long side of a bank card to the yellow bar below. It passes if the bar is as long as the card or longer. If it is shorter, raise the scale factor of the system.',
    ],
    touch: ['Touch', 'No touch panel was found. Look at its connection and driver.'],
    gestures: [
      'Gestures',
      'Spread two fingers, and swipe in from the edges. It passes if nothing moves. If something does, add --disable-pinch and --overscroll-history-navigation=0.',
    ],
    stored: [
      'What is kept',
      'Something is left from before. Put the profile on a tmpfs, and empty it at every start. HttpOnly cookies cannot be seen from here.',
    ],
    volume: [
      'Where the profile is',
      'Its volume is large, as a disk is. Make a tmpfs of 512 MB, and name it with --user-data-dir.',
    ],
    cleared: [
      'What the end erases',
      'Marks were left in every place, a visit was ended, and some are still there. Look at the version of Chromium, and whether a proxy drops Clear-Site-Data.',
    ],
    back: [
      'Back shows no earlier screen',
      'Try this before the others: it goes to another page, ends as a visit ends, and comes back to this page, which begins anew. It fails if the earlier page is shown as it was: use a newer Chromium.',
    ],
    power: [
      'Power cut',
      'Leave a mark, pull the plug, start again, and open this page. If “What is kept” passes, nothing stays.',
    ],
    platform: [
      'Passkeys of the device itself',
      'The device offers passkeys by its own fingerprint or PIN. Turn that off in the system. The server refuses them, too.',
    ],
    reader: [
      'Card reader',
      'Hold a test card to the reader. Nothing is left on it. If it fails, look at the connection, the rights in udev, and whether the card has a PIN.',
    ],
    removal: [
      'Card taken out',
      'Lay a card down and take it away. It passes if the reader says so. With a reader that does not, a visit ends when the patient presses “Stop and leave”, or by time.',
    ],
    voice: [
      'Voices',
      'Install speech-dispatcher with a Japanese and an English voice. Start with --enable-speech-dispatcher.',
    ],
    sound: [
      'Sound of the warning',
      'Start with --autoplay-policy=no-user-gesture-required. How loud it is, hear for yourself.',
    ],
    print: [
      'Printing',
      'Print a test page. It passes if paper of 80 mm comes without a dialog, with the whole line of 72 mm on it. If there is a dialog, start with --kiosk-printing.',
    ],
    pages: [
      'No other page opens',
      'This opens a page that the kiosk does not need. If it opens, set URLBlocklist and URLAllowlist.',
    ],
    policies: [
      'Policies',
      'They cannot be seen from here. Look whether the file in /etc/chromium/policies/managed/ is the same as web/kiosk/machine/policies.json, but for the addresses.',
    ],
    visit: [
      'A whole visit',
      'Go with a test card from the start to the printed receipt, and see that the next person’s screen shows nothing of it. Call staff, and see the call on the staff’s page.',
    ],
  },
  tries: {
    back: 'Go and come back',
    power: 'Leave a mark',
    reader: 'Try a card',
    print: 'Print a test page',
    pages: 'Try to open it',
  },
}
