import { type Finding, judge } from '../finding.ts'

const LANGUAGES = ['ja', 'en']
/** How long the voices may take: Chromium asks the system for them at the first request. */
const PATIENCE_MS = 2_000

/** Passes when the machine has a voice of its own for each language that is read aloud. No other voice is used. */
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

/** Passes when a sound may play without a touch: the warning sounds when nobody touches the screen. */
export async function soundWithoutTap(): Promise<Finding> {
  const audio = new AudioContext()
  const { state } = audio
  await audio.close()
  return judge(state === 'running', `AudioContext ${state}`)
}
