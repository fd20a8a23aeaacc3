import { createRoot, hydrateRoot } from 'react-dom/client'
import { Router } from 'wouter'
import { setFront } from '../data/device/discreet/place.ts'
import { detectLanguage, rememberLanguage } from '../data/device/language-memory.ts'
import { applyTextSize } from '../data/device/text-size.ts'
import { startUpdates } from '../data/device/update.ts'
import { whenSettled } from '../data/state/browser.ts'
import { LANGUAGES } from '../text/language.ts'
import { laterOf } from '../text/later.ts'
import { TextProvider } from '../text/text.tsx'
import { App } from './App.tsx'
import { loadOtherRoutes } from './FirstRoutes.tsx'
import { usePlace, useQuery } from './place.ts'
import './app.css'

applyTextSize()
setFront('/')
const language = detectLanguage()
const root = document.getElementById('root')
if (!root) throw new Error('index.html has no #root')

const words = await LANGUAGES[language].load()
const app = (
  <TextProvider language={language} words={words} remember={rememberLanguage}>
    <Router hook={usePlace} searchHook={useQuery}>
      <App />
    </Router>
  </TextProvider>
)
// Only welcome.html holds P1, and web/first/differs.ts marks where this page will show something else.
if (root.hasChildNodes() && !('differs' in document.documentElement.dataset)) hydrateRoot(root, app)
else createRoot(root).render(app)
startUpdates()

// The screens that come next need these. Where they do not load, the screen that needs them tries again.
whenSettled(() => {
  laterOf(language).catch(() => {})
  loadOtherRoutes()
})
