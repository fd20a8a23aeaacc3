import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { isPatientOnly, ROOMS, roomOf } from '../web/rooms.ts'
import { withoutPhrases } from '../web/text/phrases.ts'
import { circlesOf } from './support/circles.ts'
import { filesBelow, type Import, parseSource, ROOT, readSources, type Source } from './support/sources.ts'

/** A rule finds the breaches of one file. `breach` is a file in which it must find one, so that no rule is blind. */
type Rule = {
  title: string
  applies: (path: string) => boolean
  breaches: (source: Source) => string[]
  breach: [path: string, text: string]
}

const below = (folder: string) => (path: string) => path.startsWith(`${folder}/`)
const featureOf = (path: string) => /^web\/features\/([^/]+)/.exec(path)?.[1]
const imports = (source: Source, wrong: (found: Import) => boolean) =>
  source.imports.filter(wrong).map((found) => `${source.path} imports ${found.target}`)

/** Functions of Node that a pure rule may use: the same input gives the same output, and nothing else happens. */
const PURE = {
  'node:crypto': [
    'createHash',
    'createHmac',
    'createSecretKey',
    'hash',
    'createPublicKey',
    'hkdfSync',
    'timingSafeEqual',
    'KeyObject',
  ],
  'node:zlib': ['deflate', 'inflate', 'constants'],
  'node:util': ['promisify'],
} as Record<string, string[]>
/** Packages that compute and do not reach outside. */
const PURE_PACKAGES = [
  'canonicalize',
  'jose',
  'zod',
  '@simplewebauthn/server',
  '@simplewebauthn/server/helpers',
]
const isPure = (found: Import) =>
  PURE_PACKAGES.includes(found.target) ||
  (found.names.length > 0 && found.names.every((name) => PURE[found.target]?.includes(name)))

const RULES: Rule[] = [
  {
    title: 'web imports only types from api, and values only from the problem table',
    applies: below('web'),
    breaches: (source) =>
      imports(source, (found) => {
        if (!found.inside || !below('api')(found.target)) return false
        return !found.typeOnly && found.target !== 'api/contract/problems.ts'
      }),
    breach: ['web/data/http/api.ts', "import { Scope } from '../../../api/contract/patient.ts'"],
  },
  {
    title: 'the problem table imports nothing, so that it brings nothing into the browser',
    applies: (path) => path === 'api/contract/problems.ts',
    breaches: (source) => imports(source, () => true),
    breach: ['api/contract/problems.ts', "import { z } from 'zod'"],
  },
  {
    title: 'pure rules import the domain, the contract and pure functions',
    applies: below('api/domain'),
    breaches: (source) =>
      imports(source, (found) =>
        found.inside
          ? !below('api/domain')(found.target) && !below('api/contract')(found.target)
          : !found.typeOnly && !isPure(found),
      ),
    breach: ['api/domain/token.ts', "import { randomBytes } from 'node:crypto'"],
  },
  {
    title: 'the contract imports the contract alone',
    applies: below('api/contract'),
    breaches: (source) => imports(source, (found) => found.inside && !below('api/contract')(found.target)),
    breach: ['api/contract/patient.ts', "import type { Store } from '../store/store.ts'"],
  },
  {
    title: 'the product imports no mock',
    applies: (path) => below('api')(path) || below('web')(path),
    breaches: (source) =>
      imports(source, (found) => below('mocks')(found.target) || /^msw(\/|$)/.test(found.target)),
    breach: ['api/deps.ts', "import { residents } from '../mocks/residents.ts'"],
  },
  {
    title: 'product and mocks import no test',
    applies: (path) => !below('test')(path),
    breaches: (source) =>
      imports(source, (found) => below('test')(found.target) || /^vitest(\/|$)/.test(found.target)),
    breach: ['mocks/demo.ts', "import { startWorld } from '../test/support/world.ts'"],
  },
  {
    title: 'the environment is read in api/config.ts alone',
    applies: (path) => (below('api')(path) || below('web')(path)) && path !== 'api/config.ts',
    breaches: (source) =>
      /\bprocess\s*\.\s*env\b|\bimport\.meta\.env\b/.test(source.text) ? [source.path] : [],
    breach: ['api/main.ts', 'export const port = process.env.PORT'],
  },
  {
    title: 'features do not import each other',
    applies: below('web/features'),
    breaches: (source) =>
      imports(source, (found) => {
        const feature = featureOf(found.target)
        return found.inside && feature !== undefined && feature !== featureOf(source.path)
      }),
    breach: ['web/features/status/Card.tsx', "import { Receipt } from '../receipt/Receipt.tsx'"],
  },
  {
    title: 'ui imports neither features nor data, except types of data',
    applies: below('web/ui'),
    breaches: (source) =>
      imports(source, (found) => {
        if (!found.inside || (found.typeOnly && below('web/data')(found.target))) return false
        return /^web\/(features|data|app)\//.test(found.target)
      }),
    breach: ['web/ui/Button.tsx', "import { api } from '../data/api.ts'"],
  },
  {
    title: 'data and text import no screens',
    applies: (path) => below('web/data')(path) || below('web/text')(path),
    breaches: (source) =>
      imports(source, (found) => found.inside && /^web\/(features|ui|app)\//.test(found.target)),
    breach: ['web/data/device/outbox.ts', "import { Badge } from '../../ui/Badge.tsx'"],
  },
  {
    title: 'a room of data imports itself and the rooms below it, types included',
    applies: below('web/data'),
    breaches: (source) =>
      imports(source, (found) => {
        const room = roomOf(found.target)
        return room !== undefined && ROOMS.indexOf(room) < ROOMS.indexOf(roomOf(source.path) ?? '')
      }),
    breach: ['web/data/decision/deliver.ts', "import type { Device } from '../device/database/device.ts'"],
  },
  {
    title: 'every file of data is in a room',
    applies: below('web/data'),
    breaches: ({ path }) => (ROOMS.includes(roomOf(path) ?? '') ? [] : [path]),
    breach: ['web/data/session.ts', ''],
  },
  {
    title: 'a kiosk imports nothing that is for a patient’s own device, types included',
    applies: below('web/kiosk'),
    breaches: (source) => imports(source, (found) => found.inside && isPatientOnly(found.target)),
    breach: ['web/kiosk/Kiosk.tsx', "import type { Device } from '../data/device/database/device.ts'"],
  },
  {
    title: 'a kiosk uses no storage and no service worker, except to check them',
    applies: (path) => below('web/kiosk')(path) && !below('web/kiosk/check')(path),
    breaches: (source) =>
      /\b(localStorage|sessionStorage|indexedDB|serviceWorker)\b/.test(source.text) ? [source.path] : [],
    breach: ['web/kiosk/visit/visit.ts', "sessionStorage.setItem('visit', id)"],
  },
  {
    title: 'the patient’s screens and data import nothing of the kiosk',
    applies: (path) => /^web\/(app|features|data|ui)\//.test(path),
    breaches: (source) => imports(source, (found) => found.inside && below('web/kiosk')(found.target)),
    breach: ['web/data/http/request.ts', "import { isInVisit } from '../../kiosk/visit.ts'"],
  },
  {
    title: 'routes reach the store through its interface, not through an engine',
    applies: (path) => below('api/routes')(path) || below('api/domain')(path),
    breaches: (source) => imports(source, (found) => found.target === 'node:sqlite' || found.target === 'pg'),
    breach: ['api/routes/patient/session.ts', "import { DatabaseSync } from 'node:sqlite'"],
  },
  {
    title: 'routes read: what they write is written by a service',
    applies: below('api/routes'),
    breaches: (source) => (/\btransact\s*\(/.test(source.text) ? [`${source.path} transacts`] : []),
    breach: ['api/routes/patient/sessions.ts', 'await store.transact((tx) => deleteSession(tx, id))'],
  },
  {
    title: 'a service knows no HTTP: it returns what a route is to say',
    applies: below('api/services'),
    breaches: (source) => imports(source, (found) => /^hono(\/|$)/.test(found.target)),
    breach: ['api/services/sign-in.ts', "import type { Context } from 'hono'"],
  },
  {
    title: 'how it is said knows neither who is asking nor everything there is',
    applies: below('api/http'),
    breaches: (source) =>
      imports(source, ({ target }) => below('api/auth')(target) || target === 'api/deps.ts'),
    breach: ['api/http/limits.ts', "import { kioskOf } from '../auth/kiosk.ts'"],
  },
  {
    title: 'what deps.ts builds names its inputs, and does not import deps.ts',
    applies: (path) =>
      below('api')(path) &&
      !below('api/routes')(path) &&
      !['api/app.ts', 'api/main.ts', 'api/cli/cases.ts', 'api/cli/desk.ts', 'api/cli/rekey.ts'].includes(
        path,
      ),
    breaches: (source) => imports(source, ({ target }) => target === 'api/deps.ts'),
    breach: ['api/services/linkages.ts', "import type { Deps } from '../deps.ts'"],
  },
  {
    title: 'deps.ts alone constructs services',
    applies: (path) =>
      (below('api')(path) || below('mocks')(path)) && path !== 'api/deps.ts' && !below('api/services')(path),
    breaches: (source) =>
      imports(
        source,
        ({ target, names }) => below('api/services')(target) && names.some((name) => /^create/.test(name)),
      ),
    breach: [
      'api/routes/patient/decisions.ts',
      "import { createDecisions } from '../../services/decisions.ts'",
    ],
  },
  {
    title: 'no file of product or mocks only passes on what others export',
    applies: (path) => !below('test')(path),
    breaches: (source) => {
      const rest = source.text.replace(/export\s+(type\s+)?[\w{},*\s]*?from\s*['"][^'"]+['"];?/g, '').trim()
      return source.text.trim() !== '' && rest === '' ? [`${source.path} is a barrel`] : []
    },
    breach: ['web/ui/index.ts', "export { Button } from './Button.tsx'\nexport * from './Radio.tsx'"],
  },
]

const sources = readSources(['api', 'web', 'mocks', 'test'])

describe.each(RULES)('$title', ({ applies, breaches, breach }) => {
  test('holds in every file', () => {
    expect(sources.filter((source) => applies(source.path)).flatMap(breaches)).toEqual([])
  })

  test('is noticed when broken', () => {
    const [path, text] = breach
    expect(applies(path)).toBe(true)
    expect(breaches(parseSource(path, text))).toHaveLength(1)
  })
})

describe('whatever a kiosk loads', () => {
  /** Imports, except of types, by which anything that a kiosk loads reaches what is for a patient's own device. */
  function leaksOf(all: Source[]): string[] {
    const byPath = new Map(all.map((source) => [source.path, source]))
    const seen = new Set<string>()
    const follow = (path: string): string[] => {
      if (seen.has(path)) return []
      seen.add(path)
      const targets = byPath.get(path)?.imports.filter((found) => found.inside && !found.typeOnly) ?? []
      return targets.flatMap(({ target }) =>
        isPatientOnly(target) ? [`${path} imports ${target}`] : follow(target),
      )
    }
    return [...byPath.keys()].filter(below('web/kiosk')).flatMap(follow)
  }

  test('excludes code for a patient’s own device', () => {
    expect(leaksOf(sources)).toEqual([])
  })

  test('is noticed through another file', () => {
    const planted = [
      parseSource('web/kiosk/Kiosk.tsx', "import { Reach } from '../features/done/Reach.tsx'"),
      parseSource('web/features/done/Reach.tsx', "import { useX } from '../../data/patient/databases.ts'"),
    ]
    expect(leaksOf(planted)).toHaveLength(1)
  })
})

describe('the files of api and web', () => {
  const inCircle = [
    parseSource('web/data/patient/session.ts', "const sync = () => import('./sync.ts')"),
    parseSource('web/data/patient/sync.ts', "import type { SessionState } from './session.ts'"),
  ]

  test('import each other in no circle, types included', () => {
    expect(circlesOf(sources.filter(({ path }) => below('web')(path) || below('api')(path)))).toEqual([])
  })

  test('are found in a circle', () => {
    expect(circlesOf(inCircle)).toEqual([['web/data/patient/session.ts', 'web/data/patient/sync.ts']])
  })

  const MOST_IN_FOLDER = 20
  /** Folders with more files, except those whose README.md says why they hold "more than 20 files". */
  function crowded(paths: string[], readme: (folder: string) => string): string[] {
    const folders = Map.groupBy(
      paths.filter((path) => basename(path) !== 'README.md'),
      dirname,
    )
    return [...folders]
      .filter(([, files]) => files.length > MOST_IN_FOLDER)
      .map(([folder]) => folder)
      .filter((folder) => !readme(folder).includes(`more than ${MOST_IN_FOLDER} files`))
  }

  test('are at most twenty in a folder, unless its README says why', () => {
    const readme = (folder: string) =>
      existsSync(join(folder, 'README.md')) ? readFileSync(join(folder, 'README.md'), 'utf8') : ''
    expect(crowded([...filesBelow(join(ROOT, 'api')), ...filesBelow(join(ROOT, 'web'))], readme)).toEqual([])
    expect(
      readdirSync(join(ROOT, 'api'), { withFileTypes: true }).filter((one) => one.isFile()).length,
    ).toBeLessThanOrEqual(8)
  })

  test('are found to be too many', () => {
    const files = Array.from({ length: 21 }, (_, at) => `web/ui/${at}.ts`)
    expect(crowded(files.slice(1), () => '')).toEqual([])
    expect(crowded([...files.slice(1), 'web/ui/README.md'], () => '')).toEqual([])
    expect(crowded(files, () => 'What the fields are.')).toEqual(['web/ui'])
    expect(crowded(files, () => 'It holds more than 20 files: each is a shape of one thing.')).toEqual([])
  })
})

/** Words that only occur in mocks: a hit means that a mock is part of the product. */
const MOCK_WORDS = [
  '模擬 太郎',
  'demo-portal-secret',
  'demo-holder-secret',
  'setupWorker',
  'mockServiceWorker',
]
const mockWordsIn = (text: string) => MOCK_WORDS.filter((word) => text.includes(word))

describe('the built web', () => {
  const built = filesBelow(join(ROOT, 'web', 'dist')).filter((path) =>
    /\.(js|html|css|json|webmanifest)$/.test(path),
  )

  test.each(MOCK_WORDS)('a file with %s would be noticed', (word) => {
    expect(mockWordsIn(`a${word}b`)).toEqual([word])
  })

  test('holds no code and no person of the mocks', () => {
    const hits = built.flatMap((path) =>
      mockWordsIn(readFileSync(path, 'utf8')).map((word) => `${path}: ${word}`),
    )
    expect(hits).toEqual([])
  })

  /** Every file that a page loads, at once or later. */
  function loadedBy(page: string): string[] {
    const seen = new Set<string>()
    const follow = (text: string) => {
      for (const [, name = ''] of text.matchAll(/["'`](?:\.\/|\/?assets\/)([\w.-]+\.(?:js|css))["'`]/g)) {
        if (seen.has(name)) continue
        seen.add(name)
        follow(readFileSync(join(ROOT, 'web/dist/assets', name), 'utf8'))
      }
    }
    follow(readFileSync(join(ROOT, 'web/dist', page), 'utf8'))
    return [...seen]
  }
  const textOf = (names: string[]) =>
    names.map((name) => readFileSync(join(ROOT, 'web/dist/assets', name), 'utf8')).join('\n')

  test('has no storage code in any file that a kiosk loads, at once or later', () => {
    const remembering = /localStorage|sessionStorage|indexedDB|Dexie|serviceWorker\.register/
    expect(textOf(loadedBy('index.html'))).toMatch(remembering)
    expect(loadedBy('kiosk.html').filter((name) => remembering.test(textOf([name])))).toEqual([])
  })

  test('has a patient’s worker that stores no file of the kiosk', () => {
    const worker = readFileSync(join(ROOT, 'web/dist/sw.js'), 'utf8')
    const own = loadedBy('kiosk.html').filter((name) => !loadedBy('index.html').includes(name))
    expect(own.length).toBeGreaterThan(5)
    expect(own.filter((name) => worker.includes(name))).toEqual([])
    for (const name of loadedBy('index.html').filter((name) => name.endsWith('.js')))
      expect(worker).toContain(name)
  })

  test('starts a kiosk with at most 95 kB of JavaScript, the words included', () => {
    const page = readFileSync(join(ROOT, 'web/dist/kiosk.html'), 'utf8')
    const first = Array.from(page.matchAll(/assets\/([\w.-]+\.js)/g), ([, name = '']) => name)
    const words = loadedBy('kiosk.html').filter((name) => {
      const text = readFileSync(join(ROOT, 'web/dist/assets', name), 'utf8')
      return /届け出をしない場合は|急がせることはありません/.test(withoutPhrases(text))
    })
    expect(words).toHaveLength(2)
    const sizes = [...first, ...words].map(
      (name) => gzipSync(readFileSync(join(ROOT, 'web/dist/assets', name)), { level: 9 }).length,
    )
    expect(sizes.reduce((sum, size) => sum + size)).toBeLessThanOrEqual(95 * 1024)
  })
})
