import { useState } from 'react'
import { LANGUAGES, languages } from '../text/language.ts'
import { useText } from '../text/text.tsx'
import { TEXT_SIZES } from '../text/text-size.ts'
import { useKiosk } from './visit/kiosk-context.ts'

/** Language, text size, colours, voice, staff and the way out, in one place on every screen. */
export function Controls() {
  const { t, setLanguage } = useText()
  const { k, view, setView, state, progress, safe, end, exit, callStaff } = useKiosk()
  const [failed, setFailed] = useState(false)
  const hides = safe.status === 'ready' ? safe.value : view.hides
  const staff = { waiting: k.called, taken: k.taken }
  return (
    <aside className="kiosk-controls" aria-label={k.settings}>
      <fieldset>
        <legend>{t.shell.language}</legend>
        {languages.map((language) => (
          <Toggle
            key={language}
            lang={LANGUAGES[language].tag}
            on={language === view.language}
            onClick={() => {
              setLanguage(language)
              setView({ language })
            }}
          >
            {LANGUAGES[language].name}
          </Toggle>
        ))}
      </fieldset>
      <fieldset>
        <legend>{k.size}</legend>
        {TEXT_SIZES.map((size, index) => (
          <Toggle key={size} on={size === view.size} onClick={() => setView({ size })}>
            {k.sizes[index] ?? ''}
          </Toggle>
        ))}
      </fieldset>
      <fieldset>
        <legend>{k.settings}</legend>
        <Toggle on={view.inverted} onClick={() => setView({ inverted: !view.inverted })}>
          {k.invert}
        </Toggle>
        <Toggle on={view.speaking} onClick={() => setView({ speaking: !view.speaking })}>
          {k.speak}
        </Toggle>
        <Toggle on={view.muted} onClick={() => setView({ muted: !view.muted })}>
          {k.mute}
        </Toggle>
      </fieldset>
      <div className="kiosk-ways">
        <button
          type="button"
          onClick={() => {
            setFailed(false)
            callStaff().catch(() => setFailed(true))
          }}
        >
          <span aria-live="polite">{state?.call ? staff[state.call] : k.call}</span>
        </button>
        {progress.screen !== 'standby' && hides && (
          <button type="button" onClick={exit}>
            {k.exit}
          </button>
        )}
        {progress.screen !== 'standby' && !hides && (
          <button type="button" onClick={end}>
            {progress.screen === 'done' || progress.screen === 'phone' ? k.finish : k.leave}
          </button>
        )}
      </div>
      {failed && <p role="alert">{k.noCall}</p>}
    </aside>
  )
}

function Toggle(props: { on: boolean; lang?: string; onClick(): void; children: string }) {
  return (
    <button type="button" lang={props.lang} aria-pressed={props.on} onClick={props.onClick}>
      {props.children}
    </button>
  )
}
