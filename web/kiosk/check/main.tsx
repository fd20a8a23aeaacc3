import { openDesk } from '../desk/open-desk.tsx'
import { readAddress } from '../visit/address.ts'
import { createKioskApi } from '../visit/kiosk-api.ts'
import { Check } from './Check.tsx'
import { isAway, returnFromAway } from './probes/back.ts'
import './check.css'

const { credential } = readAddress(location)
const kiosk = credential ? createKioskApi(credential) : null

if (isAway()) await returnFromAway(kiosk)
else
  await openDesk(
    {
      ja: async () => (await import('../../text/ja/check.ts')).check,
      'ja-easy': async () => (await import('../../text/ja-easy/check.ts')).check,
      en: async () => (await import('../../text/en/check.ts')).check,
    },
    ({ words }) => <Check words={words} kiosk={kiosk} credential={credential} />,
  )
