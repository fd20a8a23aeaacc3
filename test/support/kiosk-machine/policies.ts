import { cp, mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { ROOT } from '../sources.ts'

/** Debian's Chromium reads its managed policies below this folder. */
const SYSTEM = '/etc/chromium'

/**
 * The settings of Debian's Chromium with the policies of `web/kiosk/machine/policies.json` for these origins, in a
 * folder.
 * @returns the beginning of a command: a browser started by it, and only that one, sees this folder instead of the
 *   system's.
 */
export async function managedBy(folder: string, hosts: { erabu: string; portal: string }): Promise<string[]> {
  const text = (await readFile(join(ROOT, 'web/kiosk/machine/policies.json'), 'utf8'))
    .replaceAll('https://erabu.example', hosts.erabu)
    .replaceAll('https://portal.example', hosts.portal)
  // Developer tools drive the browser. A container's root has no sandbox, and the browser warns about that.
  const policies = {
    ...JSON.parse(text),
    DeveloperToolsAvailability: 1,
    CommandLineFlagSecurityWarningsEnabled: false,
  }
  const managed = join(folder, 'policies', 'managed')
  await cp(SYSTEM, folder, { recursive: true })
  await mkdir(managed, { recursive: true })
  await writeFile(join(managed, 'kiosk.json'), JSON.stringify(policies))
  return ['unshare', '--mount', 'sh', '-c', `mount --bind "$0" ${SYSTEM} && exec "$@"`, folder]
}

/** The flags of the command line in `web/kiosk/README.md`, without those that name a folder. */
export async function flagsOfReadme(): Promise<string[]> {
  const text = await readFile(join(ROOT, 'web/kiosk/README.md'), 'utf8')
  const [command = ''] = /chromium --user-data-dir[^"]*/.exec(text) ?? []
  return (command.match(/--[\w-]+(=\S+)?/g) ?? []).filter((flag) => !/-dir=/.test(flag))
}
