import type { AnyNode } from 'acorn'
import { memberOf, type Path, textOf, visit } from './tree.ts'

/**
 * Whether a condition around a use mentions its name, or one that leaves before it: `'x' in y && y.x()`. Also where the
 * use is itself a question: `typeof y.x`, `y.x?.()`.
 */
export function isAskedFor(name: string, node: AnyNode, path: Path): boolean {
  const whole = [...path, node]
  return whole.some((outer, depth) => {
    const inner = whole[depth + 1]
    if (outer.type === 'IfStatement' || outer.type === 'ConditionalExpression')
      return mentions(outer.test, name)
    if (outer.type === 'LogicalExpression') return mentions(outer.left, name)
    if (outer.type === 'UnaryExpression') return outer.operator === 'typeof' && inner === node
    if (outer.type === 'CallExpression') return outer.optional && outer.callee === node
    if (outer.type !== 'BlockStatement' && outer.type !== 'Program') return false
    const before = outer.body.slice(0, outer.body.indexOf(inner as never))
    return before.some((statement) => statement.type === 'IfStatement' && mentions(statement.test, name))
  })
}

/** A call asks nothing: `a.x() && a.x()` fails like `a.x()`. */
function mentions(test: AnyNode, name: string): boolean {
  let found = false
  visit(test, [], (node, path) => {
    const parent = path.at(-1)
    const isCalled = parent?.type === 'CallExpression' && parent.callee === node && !parent.optional
    const isAsked = parent?.type === 'UnaryExpression' && parent.operator === 'typeof'
    if (node.type === 'MemberExpression') found ||= memberOf(node) === name && !isCalled
    if (node.type === 'Identifier') found ||= node.name === name && isAsked
    found ||= textOf(node) === name
  })
  return found
}
