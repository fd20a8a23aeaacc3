import { deflateSync } from 'node:zlib'
import { exportJWK, generateKeyPair, SignJWT } from 'jose'
import { describe, expect, onTestFinished, test as plain, vi } from 'vitest'
import { listen } from '../support/serve.ts'
import { test } from '../support/world-test.ts'
import { decides } from './linked-outsider.ts'
import { createPythonHolder } from './python-holder.ts'
import { withScript } from './scripted.ts'

vi.setConfig({ testTimeout: 180_000 })

const MARK = '\ufeff'

describe('the spreadsheet of the script', () => {
  test('keeps its byte order mark, its line ends and every other column', async ({ world }) => {
    const { people, linked, script } = await withScript(world, 2)
    const lines = (tokens: string[]) => [
      '患者番号,idx,token,,uri,備考,',
      ...linked.map(
        ({ status_list: { uri, idx } }, i) =>
          `00${i},${idx},${tokens[i]},x,${uri},"a, ""b""\u2028",z,too many`,
      ),
      '',
    ]
    const old = linked.map(({ token }) => token)
    script.write('tokens.csv', MARK + lines(old).join('\r\n'))
    const decide = await decides(world, people[0]?.id ?? '')
    await decide('stop')
    expect(await script.run()).toEqual(['no', 'yes'])
    expect(script.read('tokens.csv')).toBe(MARK + lines(old).join('\r\n'))
    await decide('allow')
    expect(await script.run()).toEqual(['yes', 'yes'])
    const [, first = '', second] = script.read('tokens.csv').split('\r\n')
    const [, idx, token] = first.split(',')
    expect(token).not.toBe(old[0])
    const renewed = lines([token ?? '', old[1] ?? ''])
    expect(script.read('tokens.csv')).toBe(
      MARK + renewed.map((line) => line.replace(/^000,\d+/, `000,${idx}`)).join('\r\n'),
    )
    expect(second).toBe(renewed[2])
  })

  test('gets the new token in every row of a person, and answers no for an invalid index', async ({
    world,
  }) => {
    const { people, linked, script } = await withScript(world, 2)
    const [one, two] = linked.map(({ token, status_list: { uri, idx } }) => `${token},${uri},${idx}\n`)
    const place = linked[1]?.status_list.uri
    script.write(
      'tokens.csv',
      `token,uri,idx\n${one}${two}${one}a,${place},-1\nb,${place},1048576\nc,${place},1.2E+05\nd\n\n`,
    )
    const decide = await decides(world, people[0]?.id ?? '')
    await decide('stop')
    const nowhere = ['no', 'no', 'no', 'no']
    expect(await script.run()).toEqual(['no', 'yes', 'no', ...nowhere])
    await decide('allow')
    expect(await script.run()).toEqual(['yes', 'yes', 'yes', ...nowhere])
    script.write('tokens.csv', `token,idx\na,1\n`)
    await expect(script.run()).rejects.toMatchObject({ code: 1, stdout: '' })
  })
})

/** An api with one list and no changes. @param answer a first answer to a path, or null. */
async function serveList(answer: (path: string) => Promise<Response | null>) {
  const server = await listen('127.0.0.1')
  onTestFinished(server.close)
  const issuer = `http://127.0.0.1:${server.port}`
  const answers: Record<string, object | string> = {
    '/oauth/token': { access_token: 'ours' },
    '/ssf/streams': [{ stream_id: 's', aud: 'd' }],
    '/ssf/streams/s/rewind': '',
    '/ssf/streams/s/poll': { sets: {}, 'urn:erabu:head': { seq: 0 } },
    '/ssf/streams/s/applied': { match: true },
    '/linkages': '',
  }
  server.mount(async ({ url }) => {
    const { pathname } = new URL(url)
    const first = await answer(pathname)
    const then = answers[pathname]
    return first ?? (typeof then === 'object' ? Response.json(then) : new Response(then))
  })
  const { privateKey } = await generateKeyPair('ES256', { extractable: true })
  const key = { ...(await exportJWK(privateKey)), kid: 'holder' }
  const rows = ['/a', '/b'].map((path) => ({ token: path, status_list: { uri: issuer + path, idx: 3 } }))
  return { issuer, script: createPythonHolder({ issuer, client_id: 'c', database: 'd', key }, rows) }
}

const listAt = (uri: string) => ({
  sub: uri,
  exp: Math.floor(Date.now() / 1000) + 60,
  status_list: { bits: 1, lst: deflateSync(Buffer.from([0])).toString('base64url') },
})

describe('runs of the script', () => {
  plain('wait for each other', async () => {
    const [own, asked] = [await generateKeyPair('ES256'), [] as string[]]
    const { promise: bothHaveBegun, resolve: go } = Promise.withResolvers<void>()
    const world = await serveList(async (path) => {
      asked.push(path)
      if (asked.length === 1) await bothHaveBegun
      if (path === '/jwks.json')
        return Response.json({ keys: [{ ...(await exportJWK(own.publicKey)), kid: 'k' }] })
      if (!['/a', '/b'].includes(path)) return null
      const header = { alg: 'ES256', kid: 'k', typ: 'statuslist+jwt' }
      return new Response(
        await new SignJWT(listAt(world.issuer + path)).setProtectedHeader(header).sign(own.privateKey),
      )
    })
    const runs = [world.script.run(), world.script.run(), world.script.run()]
    await vi.waitFor(() => expect(asked).toHaveLength(1), 30_000)
    // Long enough for the others to ask, if they did not wait.
    await new Promise((resolve) => setTimeout(resolve, 3000))
    expect(asked).toHaveLength(1)
    go()
    expect(await Promise.all(runs)).toEqual(Array(3).fill(['yes', 'yes']))
    const last = asked.join(' ').split('/oauth/token').slice(1)
    expect(last.map((run) => run.trim().split(' ').at(-1))).toEqual(['/b', '/b', '/b'])
  })

  plain('accept a new key of the api, and no other', async () => {
    const pairs = await Promise.all(
      ['old', 'new', 'other'].map(async (kid) => ({ kid, ...(await generateKeyPair('ES256')) })),
    )
    const [old, fresh, other] = pairs
    let [signers, reads] = [{ '/a': old, '/b': fresh } as Record<string, typeof old>, 0]
    const world = await serveList(async (path) => {
      if (path === '/jwks.json') {
        const published = pairs.slice(0, ++reads === 1 ? 1 : 2)
        const keys = published.map(async ({ kid, publicKey }) => ({ ...(await exportJWK(publicKey)), kid }))
        return Response.json({ keys: await Promise.all(keys) })
      }
      const signer = signers[path]
      if (!signer) return null
      const header = { alg: 'ES256', kid: signer.kid, typ: 'statuslist+jwt' }
      return new Response(
        await new SignJWT(listAt(world.issuer + path)).setProtectedHeader(header).sign(signer.privateKey),
      )
    })
    expect(await world.script.run()).toEqual(['yes', 'yes'])
    signers = { '/a': old, '/b': other }
    await expect(world.script.run()).rejects.toMatchObject({ code: 1 })
  })
})
