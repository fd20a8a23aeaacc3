import { openDesk } from '../desk/open-desk.tsx'
import { Staff } from './Staff.tsx'

await openDesk(
  {
    ja: async () => (await import('../../text/ja/staff.ts')).staff,
    'ja-easy': async () => (await import('../../text/ja-easy/staff.ts')).staff,
    en: async () => (await import('../../text/en/staff.ts')).staff,
  },
  Staff,
)
