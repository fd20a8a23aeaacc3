import { existsSync, readFileSync } from 'node:fs'
import { extname, join } from 'node:path'
import { type Answer, problemBody } from '../gallery/answers.ts'
import type { ScreenState } from '../gallery/state.ts'
import { listen } from './serve.ts'
import { ROOT } from './sources.ts'

const DIST = join(ROOT, 'web/dist')
const TYPES: Record<string, string> = {
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
}

/** A page without the app, on which storage can be set. */
const NO_APP = '<!doctype html><meta charset="utf-8"><title>-</title>'

/**
 * Serves the built app to any engine, with the answers of one state of the gallery after another. `/no-app`
 * is a page that may show the app in a frame as narrow as a phone. There is no service worker, which would outlive a state.
 */
export async function startAnsweredSite() {
  let shown: ScreenState | undefined
  const server = await listen('127.0.0.1')
  server.mount(async (request) => {
    const { pathname } = new URL(request.url)
    if (pathname === '/no-app') return html(NO_APP)
    const given = shown?.answers[`${request.method} ${pathname}`]
    if (given) return responseOf(given, request)
    if (pathname.startsWith('/api/')) return responseOf({ problem: 'not-found' }, request)
    if (pathname === '/sw.js') return new Response(null, { status: 404 })
    const path = join(DIST, pathname)
    if (!extname(pathname) || !existsSync(path)) return html(readFileSync(join(DIST, 'index.html')))
    return new Response(readFileSync(path), {
      headers: { 'content-type': TYPES[extname(path)] ?? 'application/octet-stream' },
    })
  })
  return {
    origin: `http://127.0.0.1:${server.port}`,
    show(state: ScreenState): void {
      shown = state
    },
    close: server.close,
  }
}

const html = (body: string | Uint8Array<ArrayBuffer>) =>
  new Response(body, { headers: { 'content-type': 'text/html; charset=utf-8' } })

async function responseOf(given: Answer, request: Request): Promise<Response> {
  if (given === 'silence') return new Promise(() => {})
  if (given === 'offline') return Response.error()
  if ('problem' in given) {
    const body = problemBody(given.problem)
    return Response.json(body, {
      status: body.status,
      headers: { 'content-type': 'application/problem+json' },
    })
  }
  if ('text' in given) return new Response(given.text, { headers: { 'content-type': given.type } })
  return Response.json('made' in given ? given.made(await request.json()) : given.json, {
    status: ('status' in given && given.status) || 200,
  })
}
