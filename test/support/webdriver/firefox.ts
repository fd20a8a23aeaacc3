import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { needing } from '../needing.ts'
import { connectMarionette } from './marionette.ts'
import { createPage } from './page.ts'
import type { Send } from './protocol.ts'

const STARTS_WITHIN_MS = 120_000

const COMMANDS = ['firefox-esr', 'firefox']
const PLACES = ['/Applications/Firefox.app/Contents/MacOS/firefox']

/** The installed Firefox, or undefined: `FIREFOX_PATH` if set, otherwise the first found. */
function firefoxProgram(): string | undefined {
  const { FIREFOX_PATH, PATH = '' } = process.env
  const found = COMMANDS.flatMap((command) => PATH.split(delimiter).map((folder) => join(folder, command)))
  return [FIREFOX_PATH ?? '', ...found, ...PLACES].find((path) => path && existsSync(path))
}

/** A test in Firefox. */
export const firefoxTest = needing(
  'Firefox (Debian: apt-get install firefox-esr; or FIREFOX_PATH)',
  () => firefoxProgram() !== undefined,
)

const preferences = (languages: string, downloads: string) => ({
  'marionette.port': 0,
  'intl.accept_languages': languages,
  // Passkeys come from the virtual authenticator alone.
  'security.webauth.webauthn_enable_softtoken': true,
  'security.webauth.webauthn_enable_usbtoken': false,
  'browser.download.folderList': 2,
  'browser.download.dir': downloads,
  'browser.download.useDownloadDir': true,
  'browser.download.alwaysOpenPanel': false,
  // It asks nothing of the network by itself.
  'app.normandy.enabled': false,
  'app.update.disabledForTesting': true,
  'browser.aboutwelcome.enabled': false,
  'browser.safebrowsing.downloads.remote.enabled': false,
  'browser.safebrowsing.malware.enabled': false,
  'browser.safebrowsing.phishing.enabled': false,
  'datareporting.policy.dataSubmissionEnabled': false,
  'datareporting.policy.dataSubmissionPolicyBypassNotification': true,
  'extensions.systemAddon.update.enabled': false,
  'network.captive-portal-service.enabled': false,
  'network.connectivity-service.enabled': false,
  'services.settings.server': 'data:,#remote-settings-dummy/v1',
  'toolkit.telemetry.enabled': false,
})

/**
 * Starts the installed Firefox without a window, on an empty profile, with an authenticator that is always present and
 * always consents. @param languages as the browser asks for them, such as `en, ja`.
 */
export async function startFirefox(languages: string) {
  const program = firefoxProgram()
  if (!program) throw new Error('No Firefox was found: install one or set FIREFOX_PATH.')
  const folder = await mkdtemp(join(tmpdir(), 'erabu-firefox-'))
  const lines = Object.entries(preferences(languages, folder)).map(
    ([name, value]) => `user_pref(${JSON.stringify(name)}, ${JSON.stringify(value)});`,
  )
  await writeFile(join(folder, 'user.js'), lines.join('\n'))
  const child = spawn(program, ['--headless', '--marionette', '--no-remote', '--profile', folder], {
    stdio: 'ignore',
    // As root, Firefox wants a home that is root's.
    env: { ...process.env, HOME: folder, MOZ_CRASHREPORTER_DISABLE: '1' },
  })
  const ended = once(child, 'exit')
  async function close(): Promise<void> {
    if (child.exitCode === null && child.signalCode === null) {
      child.kill('SIGKILL')
      await ended
    }
    await rm(folder, { recursive: true, force: true, maxRetries: 20 })
  }

  try {
    const marionette = await connectMarionette(await portOf(folder, () => child.exitCode !== null))
    const { capabilities } = (await marionette.send('WebDriver:NewSession', {})) as {
      capabilities: { browserVersion: string }
    }
    const authenticatorId = contentOf(
      await marionette.send('WebAuthn:AddVirtualAuthenticator', {
        protocol: 'ctap2_1',
        transport: 'internal',
        hasResidentKey: true,
        hasUserVerification: true,
        isUserVerified: true,
      }),
    )
    const send: Send = async (command, parameters) =>
      contentOf(await marionette.send(`WebDriver:${command}`, parameters))
    console.log(`Browser: ${program}, version ${capabilities.browserVersion}`)
    return {
      page: createPage(send),
      downloads: folder,
      /** The passkeys of the authenticator. */
      passkeys: async () =>
        contentOf(await marionette.send('WebAuthn:GetCredentials', { authenticatorId })) as object[],
      close,
    }
  } catch (error) {
    await close()
    throw error
  }
}

/** Some answers are the value itself. */
const contentOf = (result: unknown): unknown =>
  result && typeof result === 'object' && 'value' in result ? result.value : result

/** The port of Marionette, which Firefox writes to a file once it listens. */
async function portOf(folder: string, hasEnded: () => boolean): Promise<number> {
  const until = Date.now() + STARTS_WITHIN_MS
  while (Date.now() < until && !hasEnded()) {
    const port = Number(await readFile(join(folder, 'MarionetteActivePort'), 'utf8').catch(() => ''))
    if (port) return port
    await sleep(100)
  }
  throw new Error('Firefox did not start.')
}

export type Firefox = Awaited<ReturnType<typeof startFirefox>>
