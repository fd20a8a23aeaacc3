import { z } from 'zod'
import { type Asked, askAll, Id, Ids, type SubjectSource } from './source.ts'

const Answer = z.object({ id5: Id, was: Ids.default([]) }).transform(({ id5, was }) => ({ id: id5, was }))
const Content = z.object({ scheme: z.literal('id5').optional(), id5: Id, was: Ids.default([]) })

/** Today's identifier: the resolver (履歴照会・回答システム, mocked) makes ID5 from a person's oldest insurer number. */
export function id5Source(resolver: Asked): SubjectSource {
  const named = ({ id, was }: { id: string; was: string[] }) => ({
    ids: [{ scheme: 'id5' as const, id }],
    was: was.map((earlier) => ({ scheme: 'id5' as const, id: earlier })),
    candidates: [],
  })
  return {
    scheme: 'id5',
    async identify(coverages) {
      const found = await askAll({ ...resolver, url: `${resolver.url}/id5` }, coverages, Answer)
      return found && named(found)
    },
    read(content) {
      const said = Content.safeParse(content)
      return said.success ? named({ id: said.data.id5, was: said.data.was }) : null
    },
  }
}
