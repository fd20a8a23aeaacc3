import { en } from '../../../../web/text/en.ts'
import { ja } from '../../../../web/text/ja.ts'

export const messagesOf = { ja, en }
