import { html } from 'hono/html'
import { PROBLEM_STATUS } from '../../contract/problem-status.ts'
import { PROBLEM_TITLES } from '../../contract/problem-titles.ts'
import type { Answer, Body, Lines, Operation, Parameter } from '../operation.ts'
import { problemsOf } from '../problems.ts'
import { schemaLink, typeOf } from './schema-section.ts'
import { type Html, joined, NOTHING, prose } from './text.ts'

/** One call: its purpose, its input, its answers. */
export function operationSection(operation: Operation): Html {
  const { id, method, path, summary, description, access, parameters = [], body } = operation
  return html`<section id="${id}">
<h3>${summary}</h3>
<p class="call"><code><b>${method.toUpperCase()}</b> ${breakable(path)}</code></p>
${description ? html`<p>${prose(description)}</p>` : NOTHING}
<dl>
<dt>Access</dt>
<dd>${access === 'public' ? 'public' : html`scope ${joined(access.map(code), ' or ')}`}</dd>
${parameters.map(parameterEntry)}
${body ? html`<dt>Body</dt><dd>${bodyOf(body)}</dd>` : NOTHING}
${Object.entries(operation.answers).map(answerEntry)}
${problemsOf(operation).map(
  (problem) => html`<dt>${PROBLEM_STATUS[problem]}</dt><dd>${code(problem)} ${PROBLEM_TITLES[problem]}.</dd>`,
)}
</dl>
</section>`
}

const breakable = (path: string): Html =>
  joined(
    path.split('/').map((part) => html`${part}`),
    html`<wbr>/`,
  )

const code = (text: string): Html => html`<code>${text}</code>`

const parameterEntry = ({ name, in: place, description, required, schema }: Parameter): Html =>
  html`<dt>${code(name)}</dt>
<dd>in the ${place}${schema?.$ref ? html`, ${typeOf(schema)}` : NOTHING}${required ? '' : ', optional'}<br>${prose(description)}</dd>`

function bodyOf(body: Body): Html {
  if ('json' in body) return html`${schemaLink(body.json)} as ${code('application/json')}`
  if ('form' in body) return html`${schemaLink(body.form)} as ${code('application/x-www-form-urlencoded')}`
  return linesOf(body.ndjson)
}

const linesOf = ({ first, line }: Lines): Html =>
  html`${code('application/x-ndjson')}: ${
    first
      ? html`the first line ${schemaLink(first)}, every other ${schemaLink(line)}`
      : html`each line ${schemaLink(line)}`
  }`

const answerEntry = ([status, { description, json, ndjson, other }]: [string, Answer]): Html =>
  html`<dt>${status}</dt>
<dd>${prose(description)}${json ? html`<br>${shapeOf(json)}` : NOTHING}${
    ndjson ? html`<br>${linesOf(ndjson)}` : NOTHING
  }${other ? html`<br>${code(other.type)}: ${shapeOf(other.schema)}` : NOTHING}</dd>`

const shapeOf = (schema: NonNullable<Answer['json']>): Html =>
  typeof schema === 'string' ? schemaLink(schema) : typeOf(schema)
