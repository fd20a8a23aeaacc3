import type { Intent } from '../contract/patient.ts'
import { en } from './words/en.ts'
import { ja } from './words/ja.ts'
import { jaEasy } from './words/ja-easy.ts'
import type { FormWords } from './words/words.ts'

export const FORM_WORDS: Record<Intent['locale'], FormWords> = { ja, 'ja-easy': jaEasy, en }
export const LOCALES = Object.keys(FORM_WORDS) as Intent['locale'][]
