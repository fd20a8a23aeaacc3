import { z } from 'zod'
import { type Asked, askAll, Id, Ids, type SubjectSource } from './source.ts'

const Answer = z
  .object({ kyotsu: Id, was: Ids.default([]) })
  .transform(({ kyotsu, was }) => ({ id: kyotsu, was }))
const Content = z.object({
  scheme: z.literal('kyotsu'),
  kyotsu: Id,
  id5: Id.nullable(),
  was: Ids.default([]),
})

/**
 * A new identifier, whose issuer is mocked. While it runs beside ID5, a sealed subject names both, so that nobody who
 * stopped under the one is missed under the other. `id5` is null where a person has none; `was` are earlier ones.
 * @param besideId5 whether ID5 is in use too.
 */
export function kyotsuSource(issuer: Asked, { besideId5 }: { besideId5: boolean }): SubjectSource {
  const own = (id: string) => ({ scheme: 'kyotsu' as const, id })
  return {
    scheme: 'kyotsu',
    async identify(coverages) {
      const found = await askAll({ ...issuer, url: `${issuer.url}/ids` }, coverages, Answer)
      return found && { ids: [own(found.id)], was: found.was.map(own), candidates: [] }
    },
    read(content) {
      const said = Content.safeParse(content)
      if (!said.success) return null
      const { kyotsu, id5, was } = said.data
      const beside = (ids: string[]) => (besideId5 ? ids.map((id) => ({ scheme: 'id5' as const, id })) : [])
      return {
        ids: [own(kyotsu), ...beside(id5 === null ? [] : [id5])],
        was: beside(was),
        candidates: [],
      }
    },
  }
}
