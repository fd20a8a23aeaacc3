import { type Finding, judge } from '../finding.ts'

const LANGUAGES = ['ja', 'en']
/** Chromium asks the system for its voices only when it is asked itself. */
const PATIENCE_MS = 2_000

/** A voice of the machine itself for each language in which the terminal reads aloud: no other is used. */
export async function voices(): Promise<Finding> {
  const found = await systemVoices()
  const seen = LANGUAGES.map((language) => ({
    language,
    name: found.find(({ lang, localService }) => localService && lang.startsWith(language))?.name,
  }))
  return judge(
    seen.every(({ name }) => name !== undefined),
    seen.map(({ language, name }) => `${language}: ${name ?? '—'}`).join(' / '),
  )
}

async function systemVoices(): Promise<SpeechSynthesisVoice[]> {
  const there = speechSynthesis.getVoices()
  if (there.length > 0) return there
  await new Promise((resolve) => {
    speechSynthesis.addEventListener('voiceschanged', resolve, { once: true })
    setTimeout(resolve, PATIENCE_MS)
  })
  return speechSynthesis.getVoices()
}

/** The warning sounds when nobody touches anything, so no touch may be asked for. */
export async function soundWithoutTap(): Promise<Finding> {
  const audio = new AudioContext()
  const { state } = audio
  await audio.close()
  return judge(state === 'running', `AudioContext ${state}`)
}
