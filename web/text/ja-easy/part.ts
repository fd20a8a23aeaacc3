import type { Messages } from '../ja.ts'

export const part: Messages['part'] = {
  notLoaded: 'ここは、まだ見《み》ることができません。',
  reload: 'もう一度《いちど》読《よ》み込《こ》む',
}
