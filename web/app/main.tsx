import { createRoot } from 'react-dom/client'
import { detectLanguage } from '../text/language.ts'
import { loadMessages } from '../text/load.ts'
import { TextProvider } from '../text/text.tsx'
import { App } from './App.tsx'
import './app.css'

const language = detectLanguage()
const root = document.getElementById('root')
if (!root) throw new Error('index.html has no #root')

const messages = await loadMessages(language)
createRoot(root).render(
  <TextProvider language={language} messages={messages}>
    <App />
  </TextProvider>,
)
