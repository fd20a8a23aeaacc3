import type { JSONWebKeySet } from 'jose'
import {
  type AuditKind,
  type AuditLink,
  caseAnswerDigest,
  caseDigest,
  decisionDigest,
  deskKeyDigest,
  emptyChain,
  entryDigest,
  entryReturnDigest,
  outcomesDigest,
  projectDigest,
} from '../domain/audit.ts'
import { addToDigest, EMPTY_DIGEST } from '../domain/token.ts'
import { auditChains } from '../store/audit.ts'
import { accountFault, auditedDecisions, mintedTokens, notDecisions } from '../store/audit-accounts.ts'
import { entriesById } from '../store/desk/entries.ts'
import { staffById } from '../store/desk/staff.ts'
import { casesByNumber } from '../store/records/cases.ts'
import { outcomesOfBatches } from '../store/records/outcomes.ts'
import { versionsOfChanges } from '../store/records/projects.ts'
import type { Reader } from '../store/store.ts'
import { checkAnchors } from './anchors.ts'
import { AuditBreak, checkChain } from './chain.ts'

const TOKENS = 2000
const IDS = 500

/** How much was verified. */
export type AuditSummary = {
  chains: number
  anchors: number
  entries: Map<AuditKind, number>
  tokens: number
}

/**
 * Verifies the whole audit trail: each chain, each anchor, and that store and trail hold the same decisions,
 * passkeys, sign-ins and batches of linkages. It only reads; on a store in use `db` has to be one snapshot.
 * @param keys our public keys. @throws AuditBreak at the first fault.
 */
export async function checkAudit(db: Reader, keys: JSONWebKeySet): Promise<AuditSummary> {
  const { minted, tokens } = await mintings(db)
  const entries = new Map<AuditKind, number>()
  const chains = await auditChains(db)
  for (const chain of chains)
    await checkChain(db, emptyChain(chain.chain), chain, async (links) => {
      for (const { kind } of links) entries.set(kind, (entries.get(kind) ?? 0) + 1)
      await checkDecisions(db, links)
      checkBatches(minted, links)
      await checkOutcomes(db, links)
      await checkProjects(db, links)
      await checkCases(db, links)
      await checkDesk(db, links)
    })
  await checkOrigins(db, [...minted.keys()])
  const anchors = await checkAnchors(db, keys)
  const fault = await accountFault(db)
  if (fault) throw new AuditBreak(fault)
  return { chains: chains.length, anchors, entries, tokens }
}

/** The digest over the tokens that each batch or decision minted, by its id. */
async function mintings(db: Reader): Promise<{ minted: Map<string, string>; tokens: number }> {
  const minted = new Map<string, string>()
  let [last, tokens] = ['', 0]
  for (;;) {
    const page = await mintedTokens(db, last, TOKENS)
    const end = page.at(-1)
    if (!end) return { minted, tokens }
    last = end.token
    tokens += page.length
    for (const { token, minted_by } of page)
      if (minted_by !== null) minted.set(minted_by, addToDigest(minted.get(minted_by) ?? EMPTY_DIGEST, token))
  }
}

async function checkDecisions(db: Reader, links: AuditLink[]): Promise<void> {
  const audited = links.filter(({ kind }) => kind === 'decision')
  if (audited.length === 0) return
  const decisions = new Map((await auditedDecisions(db, audited)).map((row) => [row.id, row]))
  for (const { reference, digest } of audited) {
    const row = decisions.get(reference)
    if (row && decisionDigest(row) !== digest)
      throw new AuditBreak(`${reference} was changed after it was audited: a decision`)
  }
}

/** Each batch of linkages still has exactly the tokens that it minted. */
function checkBatches(minted: Map<string, string>, links: AuditLink[]): void {
  for (const { kind, reference, digest } of links) {
    if (kind !== 'linkages') continue
    if ((minted.get(reference) ?? EMPTY_DIGEST) !== digest)
      throw new AuditBreak(`${reference} has other tokens than it was audited with: a batch of linkages`)
    minted.delete(reference)
  }
}

/** Each batch of outcomes still says what it was audited with. */
async function checkOutcomes(db: Reader, links: AuditLink[]): Promise<void> {
  const audited = links.filter(({ kind }) => kind === 'outcomes')
  if (audited.length === 0) return
  const rows = await outcomesOfBatches(
    db,
    audited.map(({ reference }) => reference),
  )
  const batches = Map.groupBy(rows, ({ batch }) => batch)
  for (const { reference, digest } of audited)
    if (outcomesDigest(batches.get(reference) ?? []) !== digest)
      throw new AuditBreak(`${reference} says something else than it was audited with: a batch of outcomes`)
}

/** Each change of a project is still what it was audited as. */
async function checkProjects(db: Reader, links: AuditLink[]): Promise<void> {
  const audited = links.filter(({ kind }) => kind === 'project' || kind === 'erasure')
  if (audited.length === 0) return
  const changes = audited.map(({ reference }) => reference)
  const rows = new Map((await versionsOfChanges(db, changes)).map((row) => [row.change, row]))
  for (const { reference, digest } of audited) {
    const row = rows.get(reference)
    if (!row || projectDigest(row) !== digest)
      throw new AuditBreak(`${reference} says something else than it was audited with: a change of a project`)
  }
}

/** Each question of a person and each answer still says what it was audited with. */
async function checkCases(db: Reader, links: AuditLink[]): Promise<void> {
  const audited = links.filter(({ kind }) => kind === 'case-asked' || kind === 'case-answered')
  if (audited.length === 0) return
  const numbers = audited.map(({ reference }) => reference)
  const rows = new Map((await casesByNumber(db, numbers)).map((row) => [row.number, row]))
  for (const { kind, reference, digest } of audited) {
    const row = rows.get(reference)
    if (row && (kind === 'case-asked' ? caseDigest(row) : caseAnswerDigest(row)) !== digest)
      throw new AuditBreak(`${reference} says something else than it was audited with: a case`)
  }
}

/** Each form still says what was entered, and each key of a desk's staff is the one that was registered. */
async function checkDesk(db: Reader, links: AuditLink[]): Promise<void> {
  for (const { kind, reference, digest } of links) {
    if (kind !== 'desk-key') continue
    const row = await staffById(db, reference)
    if (row && deskKeyDigest(row) !== digest)
      throw new AuditBreak(`${reference} was changed after it was audited: a key of a desk`)
  }
  const audited = links.filter(({ kind }) => kind === 'desk-entered' || kind === 'desk-returned')
  const ids = audited.map(({ reference }) => reference)
  const rows = new Map((await entriesById(db, ids)).map((row) => [row.id, row]))
  for (const { kind, reference, digest } of audited) {
    const row = rows.get(reference)
    if (row && (kind === 'desk-entered' ? entryDigest(row) : entryReturnDigest(row)) !== digest)
      throw new AuditBreak(`${reference} says something else than it was audited with: a form`)
  }
}

/** Tokens that no audited batch minted were minted by a decision. */
async function checkOrigins(db: Reader, ids: string[]): Promise<void> {
  for (let from = 0; from < ids.length; from += IDS) {
    const [unknown] = await notDecisions(db, ids.slice(from, from + IDS))
    if (unknown) throw new AuditBreak(`${unknown} had tokens minted and is not audited: a batch of linkages`)
  }
}
