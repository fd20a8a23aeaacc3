import type { Messages } from '../ja.ts'

export const reading: Messages['reading'] = {
  start: 'Read this screen aloud',
  bar: 'Reading aloud',
  pause: 'Pause',
  resume: 'Continue',
  stop: 'Stop reading',
  unspoken: 'Numbers are not read aloud. Look at the screen',
  failed: 'This could not be read aloud. Check the voice settings of your device.',
}
