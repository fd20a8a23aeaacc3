/** What a person hears of an element: its text without readings, and without what is hidden from screen readers. */
export function heardOf(element: Element): string {
  const copy = element.cloneNode(true) as Element
  for (const silent of copy.querySelectorAll(
    'rt, rp, [aria-hidden=true], .silent, details:not([open]) > div',
  ))
    silent.remove()
  for (const block of copy.querySelectorAll('h1, h2, h3, p, li, dt, dd, legend, label, button, div'))
    block.append('。')
  return (copy.textContent ?? '').replaceAll(/[\s。]*。[\s。]*/g, '。').replaceAll(/\s+/g, ' ')
}

/** Reads text aloud, from its beginning, in a voice of the language. Where the device has no voice nothing happens. */
export function speak(text: string, lang: string): void {
  hush()
  for (const sentence of text.split(/(?<=[。.?!])/).filter((part) => part.trim())) {
    const utterance = new SpeechSynthesisUtterance(sentence)
    utterance.lang = lang === 'ja' ? 'ja-JP' : 'en-GB'
    utterance.rate = 0.9
    globalThis.speechSynthesis?.speak(utterance)
  }
}

export function hush(): void {
  globalThis.speechSynthesis?.cancel()
}

/** Two short tones, for the warning. */
export function ring(): void {
  const audio = new AudioContext()
  for (const start of [0, 0.35]) {
    const tone = audio.createOscillator()
    const volume = audio.createGain()
    volume.gain.value = 0.2
    tone.frequency.value = 880
    tone.connect(volume).connect(audio.destination)
    tone.start(audio.currentTime + start)
    tone.stop(audio.currentTime + start + 0.2)
  }
  setTimeout(() => void audio.close(), 1000)
}
