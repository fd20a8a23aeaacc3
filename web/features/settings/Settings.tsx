import { useSession } from '../../data/session.ts'
import { useStorage } from '../../data/storage.ts'
import { LANGUAGES, type Language, languages } from '../../text/language.ts'
import { useText } from '../../text/text.tsx'
import { Page } from '../../ui/Page.tsx'
import { Radios } from '../../ui/Radios.tsx'
import { LeaveDevice } from './LeaveDevice.tsx'

/** P10 設定: the language, and leaving this device with nothing kept on it. */
export function Settings() {
  const { t, language, setLanguage } = useText()
  const session = useSession()
  const storage = useStorage()
  const s = t.settings
  return (
    <Page title={s.title}>
      <Radios<Language>
        name="language"
        legend={s.language}
        options={languages.map((value) => ({ value, label: LANGUAGES[value].name }))}
        value={language}
        onChange={setLanguage}
      />
      <section className="section">
        <h2>{s.device}</h2>
        {storage === 'unavailable' && <p className="notice warning">{t.shell.noStorage}</p>}
        {storage === 'full' && <p className="notice warning">{t.shell.fullStorage}</p>}
        <LeaveDevice signedOut={session.status === 'signed-out'} />
      </section>
    </Page>
  )
}
