/** What of Babel's paths is looked at here. */
type Path = { node: Node; parentPath: Path | null }
type Node = {
  type: string
  callee?: Node
  object?: Node
  property?: Node
  key?: Node
  name?: string
}

/** Errors whose text is for the log alone. The text of a `ProblemError` is its code. */
const INTERNAL = new Set(['Error', 'TypeError', 'RangeError', 'StoreUnavailable'])

const isLogging = ({ type, callee }: Node): boolean =>
  type === 'CallExpression' &&
  callee?.type === 'MemberExpression' &&
  (callee.object?.name === 'log' || callee.object?.property?.name === 'log')

const isInternalError = ({ type, callee }: Node): boolean =>
  type === 'NewExpression' && INTERNAL.has(callee?.name ?? '')

const isText = ({ type }: Node): boolean => type === 'StringLiteral' || type === 'TemplateLiteral'

const isMessage = ({ type, key }: Node): boolean => type === 'ObjectProperty' && key?.name === 'message'

function shouldIgnore({ node, parentPath }: Path): string | undefined {
  if (isLogging(node)) return 'is logged'
  const parent = parentPath?.node
  if (!parent || !isText(node)) return undefined
  if (isInternalError(parent)) return 'is the text of an error that nobody outside reads'
  if (isMessage(parent)) return 'explains a code in words'
  return undefined
}

/** Texts for people who read logs: a test that holds them word by word would be in the way of better words. */
export const strykerPlugins = [{ kind: 'Ignore', name: 'unseen-texts', value: { shouldIgnore } }]
