/** Every path of the patient's pages, as `web/app/Routes.tsx` has them and in the same order. `:name` stands for one segment. */
export const APP_PAGES = [
  '/',
  '/sign-in',
  '/proofing',
  '/passkey',
  '/verify',
  '/help',
  '/how',
  '/settings',
  '/signed-out',
  '/settings/passkeys/new',
  '/settings/passkeys/:id',
  '/me',
  '/status',
  '/databases/:id',
  '/databases/:id/letter',
  '/choose',
  '/confirm',
  '/done/:id',
  '/history',
  '/record',
  '/history/:id',
] as const

/** Pages of a kiosk, with the file of each. */
export const KIOSK_PAGES = {
  '/kiosk': 'kiosk.html',
  '/kiosk/staff': 'kiosk-staff.html',
  '/kiosk/check': 'kiosk-check.html',
} as const
