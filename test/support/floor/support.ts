import data from '@mdn/browser-compat-data' with { type: 'json' }
import { FLOOR } from '../../../web/floor.ts'

type Statement = { version_added: string | false | null; version_removed?: string; [more: string]: unknown }
type Compat = { support: Record<string, Statement | Statement[] | 'mirror'> }

/** A branch of MDN's data: its own support in `__compat`, and its parts by name. */
export type Branch = { __compat?: Compat } & { [name: string]: Branch }

/** MDN's table of what browsers support. */
export const mdn = data as unknown as Record<'api' | 'css' | 'html' | 'javascript', Branch>

const { safari, chrome, firefox } = FLOOR
const OLDEST: Record<string, string> = {
  safari,
  safari_ios: safari,
  chrome,
  chrome_android: chrome,
  firefox,
  firefox_android: firefox,
}

const isAtMost = (version: string, limit: string) => {
  const [major = 0, minor = 0] = version.replace('≤', '').split('.').map(Number)
  const [mostMajor = 0, mostMinor = 0] = limit.split('.').map(Number)
  return major < mostMajor || (major === mostMajor && minor <= mostMinor)
}

/** Support that needs a flag, a prefix or another name is none. */
const isThere = ({ version_added, flags, prefix, alternative_name }: Statement, oldest: string) =>
  /^≤?\d/.test(String(version_added)) &&
  !(flags || prefix || alternative_name) &&
  isAtMost(String(version_added), oldest)

const isWhole = (statement: Statement, oldest: string) =>
  isThere(statement, oldest) && !statement.version_removed && !statement.partial_implementation

/** Where the data says nothing, nobody lacks it. */
const lacks = (suffices: typeof isThere) => (branch: Branch) => {
  const support = branch.__compat?.support
  if (!support) return false
  return Object.entries(OLDEST).some(([browser, oldest]) => {
    const statements = [support[browser]].flat().filter((statement) => typeof statement === 'object')
    return !statements.some((statement) => suffices(statement, oldest))
  })
}

/** Whether one of the oldest supported browsers lacks it, or has only a part of it. */
export const isTooNew = lacks(isWhole)

/** Whether one of the oldest supported browsers has nothing of it. */
export const isMissing = lacks(isThere)

/** The parts of a branch, by name. */
export const partsOf = (branch: Branch | undefined): [name: string, part: Branch][] =>
  Object.entries<Branch>((branch ?? {}) as Record<string, Branch>).filter(([name]) => name !== '__compat')
