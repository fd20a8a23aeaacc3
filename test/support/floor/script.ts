import { type AnyNode, parse } from 'acorn'
import { isAskedFor } from './asked.ts'
import { newInElement } from './markup.ts'
import { iteratorMethods, newMembers, newMethods, newObjects } from './names.ts'
import { memberOf, nameOf, type Path, textOf, visit } from './tree.ts'

/**
 * The edition of ECMAScript that every browser of the floor parses. ES2024 brings the flag `v` of regular expressions,
 * ES2025 their modifiers and import attributes.
 */
const SYNTAX = 2023

/**
 * What a built script uses that one of the oldest supported browsers lacks: syntax, objects, methods, and elements that
 * it makes. A use is allowed where the script first asks whether the browser has it.
 * @returns one name for each, sorted. `.name` is a method of whatever object.
 */
export function newInScript(text: string): string[] {
  let program: AnyNode
  try {
    program = parse(text, { ecmaVersion: SYNTAX, sourceType: 'module' })
  } catch (error) {
    return [`syntax: ${error instanceof Error ? error.message : error}`]
  }
  const found = new Set<string>()
  visit(program, [], (node, path) => {
    for (const used of usesOf(node, path))
      if (!isAskedFor(used.split('.').at(-1) ?? '', node, path)) found.add(used)
  })
  return [...found].sort()
}

function usesOf(node: AnyNode, path: Path): string[] {
  if (node.type === 'NewExpression' || node.type === 'CallExpression') {
    const { callee, arguments: given } = node
    if (nameOf(callee) === 'RegExp') return newInPattern(textOf(given[0]), textOf(given[1]))
  }
  if (node.type === 'NewExpression') return only(nameOf(node.callee), newObjects)
  if (node.type === 'Property') return taken(node, path)
  if (node.type === 'MemberExpression') return read(node, path)
  if (node.type !== 'CallExpression') return []
  // `jsx('button', { popoverTarget })`
  const [element, props] = node.arguments
  return props?.type === 'ObjectExpression' ? newInElement(textOf(element), props.properties.map(keyOf)) : []
}

function read(node: AnyNode & { type: 'MemberExpression' }, path: Path): string[] {
  const parent = path.at(-1)
  if (node.optional || (parent?.type === 'AssignmentExpression' && parent.left === node)) return []
  const holder = nameOf(node.object)
  const name = memberOf(node)
  const named = [...only(holder, newObjects), ...only(`${holder}.${name}`, newMembers)]
  const isCalled = parent?.type === 'CallExpression' && parent.callee === node
  if (named.length > 0 || !isCalled) return named
  if (isIterator(node.object) && iteratorMethods.has(name)) return [`iterator.${name}`]
  return newMethods.has(name) ? [`.${name}`] : []
}

/** The build writes a literal that the floor does not parse as `RegExp(…)`, which a browser parses when it runs. */
const newInPattern = (pattern: string, flags: string): string[] =>
  flags.includes('v') || /\(\?[ims]*-?[ims]+:/.test(pattern) ? [`RegExp ${flags}`] : []

/** `const { groupBy } = Map` */
function taken(node: AnyNode, path: Path): string[] {
  const declarator = path.at(-2)
  if (path.at(-1)?.type !== 'ObjectPattern' || declarator?.type !== 'VariableDeclarator') return []
  return declarator.init ? only(`${nameOf(declarator.init)}.${keyOf(node)}`, newMembers) : []
}

const only = (name: string, names: Set<string>) => (names.has(name) ? [name] : [])

function keyOf(node: AnyNode): string {
  if (node.type !== 'Property') return ''
  const { key } = node
  return key.type === 'Identifier' ? key.name : textOf(key)
}

/** `x.values()` and its kind, which no array returns. `Object.values(x)` is an array. */
function isIterator(node: AnyNode): boolean {
  if (node.type !== 'CallExpression') return false
  const name = memberOf(node.callee)
  return name === 'matchAll' || (['values', 'keys', 'entries'].includes(name) && node.arguments.length === 0)
}
