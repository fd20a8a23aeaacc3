import { z } from 'zod'
import { Id, Ids, type SubjectSource } from './source.ts'

const Content = z.object({ scheme: z.literal('id4'), id4: Id, candidates: Ids })

/**
 * The fallback for records without a number: ID4 is made from name in kana, birth date and sex, which several people
 * may share. The resolver names the ID5 of everybody whom such a record may be about. It identifies nobody who signs
 * in.
 */
export const id4Source: SubjectSource = {
  scheme: 'id4',
  read(content) {
    const said = Content.safeParse(content)
    if (!said.success) return null
    const candidates = said.data.candidates.map((id) => ({ scheme: 'id5' as const, id }))
    return { ids: [{ scheme: 'id4', id: said.data.id4 }], was: [], candidates }
  },
}
