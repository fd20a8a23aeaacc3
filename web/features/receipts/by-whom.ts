import type { ReceiptPayload } from '../../../api/contract/patient.ts'
import type { Messages } from '../../text/ja.ts'

/**
 * Who made a decision, in words; null: whoever the receipt is shown to.
 * @param isActing whether it is shown to somebody who acts for the person, with the words of that.
 */
export function byWhom(t: Messages, { acting, channel }: ReceiptPayload, isActing: boolean): string | null {
  const { by, how } = t.receipts
  if (acting) return by[acting]
  if (!isActing) return null
  if (channel?.startsWith('desk:')) return how.desk
  return channel?.startsWith('kiosk:') ? how.shared : how.personal
}
