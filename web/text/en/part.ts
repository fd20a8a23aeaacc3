import type { Messages } from '../ja.ts'

export const part: Messages['part'] = {
  notLoaded: 'This part could not be loaded.',
  reload: 'Reload',
}
