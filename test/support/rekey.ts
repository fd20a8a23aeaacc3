import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { runCommand } from './command.ts'
import { ROOT } from './sources.ts'
import type { World } from './world.ts'

/**
 * `npm run rekey` with these settings. @param killAt kills it at this step (`kill-at.ts`).
 * @returns what it printed; code -1: it was killed.
 */
export const runRekey = (env: Record<string, string>, word: string, killAt?: number) =>
  runCommand(
    'api/cli/rekey.ts',
    killAt === undefined
      ? env
      : {
          ...env,
          KILL_AT: String(killAt),
          NODE_OPTIONS: `--import=${pathToFileURL(join(ROOT, 'test/support/kill-at.ts'))}`,
        },
    word,
  )

/** The same, on the store and keys of a world. */
export const rekey = ({ deps: { config } }: World, word: string, killAt?: number) =>
  runRekey(
    {
      ERABU_DATA: config.data,
      ERABU_KEYS: config.keys,
      ERABU_POOL_MAX_S: '0',
      ERABU_ALLOW_S: '0',
      ERABU_TICK_MS: '10',
      ...(config.databaseUrl ? { DATABASE_URL: config.databaseUrl } : {}),
    },
    word,
    killAt,
  )
