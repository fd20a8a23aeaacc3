import { html } from 'hono/html'
import { type OpenApiDocument, RESOURCES } from '../document.ts'
import type { Resource } from '../operation.ts'
import { becoming } from './becoming.ts'
import { operationSection } from './operation-section.ts'
import { schemaSection } from './schema-section.ts'
import { type Html, prose } from './text.ts'

/** The interface as a page to read: without scripts, styled by `/openapi.css`. */
export function openApiPage({ info, servers, components }: OpenApiDocument): Html {
  const { oauth2 } = components.securitySchemes
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${info.title}</title>
<link rel="icon" href="/icon.svg">
<link rel="stylesheet" href="/openapi.css">
</head>
<body>
<header>
<h1>${info.title}</h1>
<p>${prose(info.description)}</p>
<p>All paths are below ${servers.map(({ url }) => html`<code>${url}</code>`)}. For machines: <a href="/openapi.json">openapi.json</a> (OpenAPI 3.1).</p>
</header>
<nav aria-labelledby="contents">
<h2 id="contents">Contents</h2>
<p><a href="#becoming">Becoming a holder</a></p>
${RESOURCES.map(contents)}
<p><a href="#shapes">Shapes</a></p>
</nav>
<main>
${becoming(servers[0]?.url ?? '')}
${RESOURCES.map(resourceSection)}
<section id="scopes">
<h2>Scopes</h2>
<p>${prose(oauth2.description)}</p>
<dl>${Object.entries(oauth2.flows.clientCredentials.scopes).map(
    ([scope, meaning]) => html`<dt><code>${scope}</code></dt><dd>${meaning}</dd>`,
  )}</dl>
</section>
<section id="shapes">
<h2>Shapes</h2>
<p>Members may be added, and none is ever renamed: pass over what you do not know.</p>
${Object.entries(components.schemas).map(schemaSection)}
</section>
</main>
</body>
</html>`
}

const slug = (tag: string): string => tag.toLowerCase().replaceAll(' ', '-')

const contents = ({ tag, operations }: Resource): Html =>
  html`<p><a href="#${slug(tag)}">${tag}</a></p>
<ul>${operations.map(({ id, summary }) => html`<li><a href="#${id}">${summary}</a></li>`)}</ul>`

const resourceSection = ({ tag, description, operations }: Resource): Html =>
  html`<section id="${slug(tag)}">
<h2>${tag}</h2>
<p>${prose(description)}</p>
${operations.map(operationSection)}
</section>`
