/** Every path of the patient's pages, as `web/app/FirstRoutes.tsx` and `web/app/Routes.tsx` have them. `:name` stands for one segment. */
export const APP_PAGES = [
  '/',
  '/sign-in',
  '/proofing',
  '/passkey',
  '/verify',
  '/help',
  '/missing',
  '/how',
  '/settings',
  '/signed-out',
  '/settings/passkeys/new',
  '/settings/passkeys/:id',
  '/me',
  '/me/not-me',
  '/people',
  '/family',
  '/status',
  '/messages',
  '/databases/:id',
  '/databases/:id/letter',
  '/databases/:id/ask',
  '/choose',
  '/confirm',
  '/done/:id',
  '/history',
  '/record',
  '/cases',
  '/history/:id',
] as const

/** Pages of a kiosk, of a clinic's people, and of a desk's staff, with the file of each. */
export const KIOSK_PAGES = {
  '/kiosk': 'kiosk.html',
  '/kiosk/staff': 'kiosk-staff.html',
  '/kiosk/check': 'kiosk-check.html',
  '/desk': 'kiosk-forms.html',
} as const
