/** Plays two short tones. Silent where the browser lets no page make sound. */
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
