import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect } from 'vitest'
import { createApp } from '../../api/app.ts'
import { APP_PAGES } from '../../api/contract/pages.ts'
import { createPathMethods } from '../../api/http/paths.ts'
import { expectRefused } from '../support/refused.ts'
import { ROOT } from '../support/sources.ts'
import type { World } from '../support/world.ts'
import { test } from '../support/world-test.ts'

const HTML = { accept: 'text/html,application/xhtml+xml;q=0.9,*/*;q=0.8' }

/** Addresses that programs try or mistype. None is a page, for any client. */
const NOWHERE = [
  '/healthz',
  '/readyz',
  '/metrics',
  '/ssf',
  '/ssf/streams/',
  '/ssf/streams/x/poll/',
  '/ssf/nothing',
  '/oauth',
  '/oauth/tokens',
  '/.well-known/openid-configuration',
  '/.well-known/nothing',
  '/linkages/nothing',
  '/statuslists/x/y',
  '/usage/x',
  '/jwks',
  '/log/checkpoint',
  '/statuses',
  '/databases',
  '/databases/a/b',
  '/done',
  '/api',
  '/api/nothing',
  '/kiosk/nothing',
  '/wp-login.php',
]

const refuses = (world: World, path: string, init: RequestInit = {}) =>
  expectRefused(world, 'not-found', () => fetch(world.origin + path, init))

describe('a path that the app does not have', () => {
  test.for(NOWHERE)(
    '%s is answered with a problem, also to a browser and to a form',
    async (path, { world }) => {
      await refuses(world, path)
      await refuses(world, path, { headers: HTML })
      if (!path.startsWith('/api')) await refuses(world, path, { method: 'POST', body: 'x' })
    },
  )
})

describe('a page', () => {
  test('goes to clients that accept HTML', async ({ world }) => {
    for (const path of ['/', '/status', '/status/', '/databases/x']) {
      for (const accept of ['text/html', 'text/*', '*/*;q=0.1', 'application/json, text/html;q=0.5']) {
        const answer = await fetch(world.origin + path, { headers: { accept } })
        expect([answer.status, answer.headers.get('content-type')], `${path} ${accept}`).toEqual([
          200,
          'text/html; charset=utf-8',
        ])
      }
      for (const accept of ['application/json', 'text/html;q=0, application/json', 'image/*'])
        if (path !== '/') await refuses(world, path, { headers: { accept } })
    }
  })

  test('exists at each address of the app, and at no other', () => {
    const routes = ['FirstRoutes', 'Routes'].flatMap((name) => {
      const source = readFileSync(join(ROOT, `web/app/${name}.tsx`), 'utf8')
      return [...source.matchAll(/<Route path="([^"]+)"/g)].map(([, path]) => path)
    })
    expect(APP_PAGES.toSorted()).toEqual(routes.toSorted())
  })
})

describe('a method that is not served', () => {
  const CASES: [method: string, path: string, allow: string][] = [
    ['GET', '/oauth/token', 'POST'],
    ['PUT', '/oauth/token', 'POST'],
    ['GET', '/ssf/verify', 'POST'],
    ['POST', '/jwks.json', 'GET, HEAD'],
    ['DELETE', '/.well-known/ssf-configuration', 'GET, HEAD'],
    ['GET', '/ssf/streams/x/poll', 'POST'],
    ['HEAD', '/ssf/streams/x/poll', 'POST'],
    ['POST', '/statuslists', 'GET, HEAD'],
    ['POST', '/statuslists/demo-registry/research/1', 'GET, HEAD'],
    ['GET', '/usage', 'POST'],
    ['OPTIONS', '/usage', 'POST'],
    ['POST', '/status', 'GET, HEAD'],
    ['DELETE', '/', 'GET, HEAD'],
    ['POST', '/kiosk', 'GET, HEAD'],
    ['PUT', '/api/session', 'DELETE, GET'],
    ['HEAD', '/api/session', 'DELETE, GET'],
    ['HEAD', '/api/decisions', 'GET, POST'],
    ['GET', '/api/decisions/options', 'POST'],
  ]
  test.for(CASES)('%s %s names those that are: %s', async ([method, path, allow], { world }) => {
    const before = await world.fingerprint()
    const answer = await fetch(world.origin + path, { method })
    expect([answer.status, answer.headers.get('allow')]).toEqual([405, allow])
    expect(answer.headers.get('content-type')).toBe('application/problem+json')
    expect(await world.fingerprint()).toBe(before)
  })

  test('is not found where there is no such path', async ({ world }) => {
    for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS', 'PATCH'])
      await refuses(world, '/ssf/streams/x', { method })
  })
})

describe('HEAD', () => {
  test('changes nothing at any path under /api, even for a signed-in person', async ({ world }) => {
    const patient = world.patient()
    await patient.startProofing()
    world.clock.advance(60_000)
    const rows = () =>
      world.deps.store.read(async (db) =>
        JSON.stringify([
          await db.selectFrom('session').selectAll().execute(),
          await db.selectFrom('proofing').selectAll().execute(),
          await db.selectFrom('kiosk').selectAll().execute(),
        ]),
      )
    const before = await rows()
    const paths = new Set(
      createApp(world.deps).routes.flatMap(({ method, path }) =>
        method === 'GET' && path.startsWith('/api/') && !path.includes('*') ? path.replace(/:\w+/g, 'x') : [],
      ),
    )
    expect(paths.size).toBeGreaterThan(8)
    for (const path of paths) {
      const answer = await patient.browser.send('HEAD', path)
      expect([answer.status, await answer.text()], path).toEqual([405, ''])
    }
    expect(await rows()).toBe(before)
  })

  test('is answered like GET elsewhere, without a body', async ({ world }) => {
    for (const path of ['/', '/status', '/jwks.json', '/openapi.json', '/assets/app-1a2b3c.js']) {
      const [head, get] = [
        await fetch(world.origin + path, { method: 'HEAD' }),
        await fetch(world.origin + path),
      ]
      expect([head.status, head.headers.get('content-type')]).toEqual([200, get.headers.get('content-type')])
      expect(await head.text()).toBe('')
    }
  })
})

describe('methods of a path', () => {
  const methodsOf = createPathMethods([
    { method: 'ALL', path: '/a' },
    { method: 'GET', path: '/a' },
    { method: 'POST', path: '/a' },
    { method: 'DELETE', path: '/a/:id' },
    { method: 'PATCH', path: '/a/:id' },
    { method: 'GET', path: '/a/b' },
    { method: 'GET', path: '*' },
  ])
  test('are those of every route that takes it', () => {
    expect(methodsOf('/a')).toEqual(['GET', 'POST'])
    expect(methodsOf('/a/b')).toEqual(['DELETE', 'GET', 'PATCH'])
    expect(methodsOf('/a/c')).toEqual(['DELETE', 'PATCH'])
    for (const path of ['/', '/a/', '/a/b/c', '/b']) expect(methodsOf(path), path).toEqual([])
  })
})
