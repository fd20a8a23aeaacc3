import { openDesk } from '../desk/open-desk.tsx'
import { Office } from './Office.tsx'

await openDesk(
  {
    ja: async () => (await import('../../text/ja/forms.ts')).forms,
    'ja-easy': async () => (await import('../../text/ja-easy/forms.ts')).forms,
    en: async () => (await import('../../text/en/forms.ts')).forms,
  },
  Office,
)
