import { setImmediate as nextTurn } from 'node:timers/promises'
import { type AuditLink, type ChainHead, chained } from '../domain/audit.ts'
import { auditLinks } from '../store/audit.ts'
import type { Reader } from '../store/store.ts'

/** The first fault of the audit trail, and where it is. */
export class AuditBreak extends Error {
  override name = 'AuditBreak'
}

/** Links read at a time. */
const PAGE = 500

/**
 * Verifies a chain from one of its heads to a later one.
 * @param see is passed the links, page by page. @throws AuditBreak
 */
export async function checkChain(
  db: Reader,
  from: ChainHead,
  to: ChainHead,
  see: (links: AuditLink[]) => Promise<void> = async () => {},
): Promise<void> {
  let head = from
  while (head.ordinal < to.ordinal) {
    const of = { chain: to.chain, after: head.ordinal, through: to.ordinal }
    const links = await auditLinks(db, of, PAGE)
    if (links.length === 0) throw broken(to, head.ordinal + 1, 'is missing')
    for (const link of links) head = follow(head, link)
    await see(links)
    await nextTurn()
  }
  if (head.hash !== to.hash) throw broken(to, to.ordinal, 'is not the one that the head of the chain names')
}

function follow(head: ChainHead, link: AuditLink): ChainHead {
  const [right] = chained(head, [link])
  if (link.ordinal !== right?.ordinal) throw broken(head, head.ordinal + 1, 'is missing')
  if (link.hash !== right.hash || link.previous !== right.previous)
    throw broken(head, link.ordinal, 'was changed, or does not follow the one before it')
  return link
}

const broken = ({ chain }: ChainHead, ordinal: number, how: string) =>
  new AuditBreak(`entry ${ordinal} of chain ${chain} ${how}`)
