import type { AnyNode } from 'acorn'

/** The nodes around a node, the outermost first. */
export type Path = AnyNode[]

/** Shows every node of a syntax tree with the nodes around it. */
export function visit(node: AnyNode, path: Path, see: (node: AnyNode, path: Path) => void): void {
  see(node, path)
  const below = [...path, node]
  for (const value of Object.values(node))
    for (const child of [value].flat())
      if (child && typeof child === 'object' && typeof child.type === 'string') visit(child, below, see)
}

/** `a` of `x.a` and of `x['a']`; empty for anything else. */
export function memberOf(node: AnyNode): string {
  if (node.type !== 'MemberExpression') return ''
  const { property, computed } = node
  return !computed && property.type === 'Identifier' ? property.name : textOf(property)
}

/** `Map`, `Intl.Segmenter`, or empty. What belongs to the global object has its bare name. */
export function nameOf(node: AnyNode): string {
  if (node.type === 'Identifier') return node.name
  if (node.type !== 'MemberExpression') return ''
  const holder = nameOf(node.object)
  if (!holder) return ''
  return /^(?:globalThis|window|self)$/.test(holder) ? memberOf(node) : `${holder}.${memberOf(node)}`
}

/** A string as it is written, with any quotes; empty for anything else. */
export function textOf(node: AnyNode | undefined): string {
  if (node?.type === 'Literal') return typeof node.value === 'string' ? node.value : ''
  return node?.type === 'TemplateLiteral' && node.expressions.length === 0
    ? (node.quasis[0]?.value.raw ?? '')
    : ''
}
