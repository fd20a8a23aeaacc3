import { decodeJwt } from 'jose'
import { CREDENTIAL_CHANGE, LINKAGE_CLAIM } from '../../../api/contract/holder.ts'
import type { Holder } from '../holder.ts'

type Change = { seq: number; jti: string; kind: string; token: string; replaces: string | null }

/**
 * A holder's system that keeps only what it was told and how far it came. It throws when the feed has a gap, changes
 * the order, or differs the second time.
 */
export function createCursorHolder(holder: Holder) {
  const told: Change[] = []
  let unacknowledged: string[] = []

  return {
    holder,
    told,

    /** One poll. @returns how many changes were new. */
    async poll(maxEvents: number, acknowledges: boolean): Promise<number> {
      const ack = acknowledges ? unacknowledged.splice(0) : []
      const { sets } = await holder.poll({ returnImmediately: true, maxEvents, ack })
      unacknowledged.push(...Object.keys(sets))
      const before = told.length
      const changes = Object.values(sets).flatMap((set) => changeOf(set) ?? [])
      for (const change of changes.sort((a, b) => a.seq - b.seq)) {
        const known = told[change.seq - 1]
        if (known && JSON.stringify(known) !== JSON.stringify(change))
          throw new Error(`event ${change.seq} of ${holder.database} changed`)
        if (!known && change.seq !== told.length + 1)
          throw new Error(`${holder.database} was told ${change.seq} after ${told.length}`)
        if (!known) told.push(change)
      }
      return told.length - before
    },

    /** Restores a backup that knows the first `seq` changes, and tells the service. */
    async restore(seq: number): Promise<void> {
      const after_seq = Math.min(seq, told.length)
      const path = `/ssf/streams/${await holder.streamId()}/rewind`
      const answer = await holder.send('POST', path, { json: { after_seq } })
      if (!answer.ok) throw new Error(`rewind: ${answer.status} ${await answer.text()}`)
      told.length = after_seq
      unacknowledged = []
    },
  }
}

export type CursorHolder = ReturnType<typeof createCursorHolder>

function changeOf(set: string): Change | null {
  const {
    jti = '',
    sub_id,
    events,
  } = decodeJwt<{
    sub_id: { id: string }
    events: Record<string, { change_type: string; [LINKAGE_CLAIM]: { seq: number; replaces?: string } }>
  }>(set)
  const change = events[CREDENTIAL_CHANGE]
  if (!change) return null
  const { seq, replaces = null } = change[LINKAGE_CLAIM]
  return { seq, jti, kind: change.change_type, token: sub_id.id, replaces }
}
