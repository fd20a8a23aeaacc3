import { createRoot } from 'react-dom/client'
import { staff as en } from '../../text/en/staff.ts'
import { staff as ja } from '../../text/ja/staff.ts'
import { Staff } from './Staff.tsx'
import './staff.css'

const root = document.getElementById('root')
if (!root) throw new Error('kiosk-staff.html has no #root')
const english = navigator.languages[0]?.startsWith('en') ?? false
document.documentElement.lang = english ? 'en' : 'ja'
createRoot(root).render(<Staff words={english ? en : ja} />)
