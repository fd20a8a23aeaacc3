import { html } from 'hono/html'
import type { Schema } from '../components.ts'
import { type Html, joined, NOTHING, prose } from './text.ts'

export const schemaLink = (name: string): Html => html`<a href="#schema-${name}">${name}</a>`

/** The type of a value in few words: `text`, `list of Head`, `research or industry`. */
export function typeOf(schema: Schema): Html {
  if (schema.$ref) return schemaLink(schema.$ref.split('/').at(-1) ?? '')
  const choices = schema.anyOf ?? schema.oneOf
  if (choices) return joined(choices.map(partOf), ' or ')
  if (schema.enum) return joined(schema.enum.map(literal), ' or ')
  if (schema.const !== undefined) return literal(schema.const)
  if (schema.type === 'array') return html`list of ${partOf(schema.items)}`
  if (schema.type === 'object' && typeof schema.additionalProperties === 'object' && !schema.properties)
    return html`object of ${partOf(schema.additionalProperties)}`
  if (schema.contentMediaType) return html`<code>${schema.contentMediaType}</code> of ${payloadOf(schema)}`
  if (schema.format) return html`${schema.format}`
  return html`${schema.type === 'string' ? 'text' : (schema.type ?? 'anything')}`
}

const literal = (value: unknown): Html => html`<code>${JSON.stringify(value)}</code>`

const partOf = (schema: unknown): Html =>
  typeof schema === 'object' && schema !== null ? typeOf(schema as Schema) : html`anything`

const payloadOf = ({ contentSchema }: Schema): Html =>
  partOf((contentSchema as { prefixItems?: Schema[] } | undefined)?.prefixItems?.[1])

const BOUNDS = [
  ['minLength', 'at least', 'characters'],
  ['maxLength', 'at most', 'characters'],
  ['minimum', 'at least', ''],
  ['maximum', 'at most', ''],
  ['maxItems', 'at most', 'items'],
] as const

function boundsOf(schema: Schema): string {
  const said = BOUNDS.flatMap(([key, words, unit]) => {
    const bound = schema[key]
    // Zod bounds every integer by the largest safe integer: not worth showing.
    return bound === undefined || Math.abs(bound) === Number.MAX_SAFE_INTEGER
      ? []
      : [`${words} ${bound} ${unit}`.trim()]
  })
  return said.length > 0 ? `, ${said.join(', ')}` : ''
}

/** The members of an object and of its nested objects; of a choice, the members of each alternative. */
export function members(schema: Schema): Html {
  if (schema.$ref) return NOTHING
  if (schema.anyOf) return joined(shapesOf(schema).map(members), html`<p>or</p>`)
  const inside = schema.type === 'array' ? (schema.items as Schema | undefined) : schema
  if (!inside?.properties) return NOTHING
  const required = new Set(inside.required)
  return html`<dl>${Object.entries(inside.properties).map(([name, value]) =>
    member(name, value as Schema, required.has(name)),
  )}</dl>`
}

/** The alternatives of a choice that have members. */
const shapesOf = ({ anyOf = [] }: Schema): Schema[] =>
  anyOf.filter((choice): choice is Schema => typeof choice === 'object' && choice.properties !== undefined)

const member = (name: string, schema: Schema, required: boolean): Html =>
  html`<dt><code>${name}</code></dt>
<dd>${typeOf(schema)}${boundsOf(schema)}${required ? '' : ', optional'}${
    schema.description ? html`<br>${prose(schema.description)}` : NOTHING
  }${members(schema)}</dd>`

export const schemaSection = ([name, schema]: [string, Schema]): Html =>
  html`<section id="schema-${name}">
<h3>${name}</h3>
${introduction(schema)}
${members(schema)}
</section>`

function introduction(schema: Schema): Html {
  if (schema.properties) return NOTHING
  return shapesOf(schema).length > 0 ? html`<p>One of these:</p>` : html`<p>${typeOf(schema)}</p>`
}
