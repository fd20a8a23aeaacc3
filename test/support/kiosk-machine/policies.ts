import { cp, mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { ROOT } from '../sources.ts'

/** Debian's Chromium reads its managed policies below here. */
const SYSTEM = '/etc/chromium'

/**
 * The settings of Debian's Chromium with the policies of `web/kiosk/machine/policies.json` for these origins, in a folder.
 * @returns the start of a command: the browser after it sees that folder in the place of the system's, nobody else does.
 */
export async function managedBy(folder: string, hosts: { erabu: string; portal: string }): Promise<string[]> {
  const text = (await readFile(join(ROOT, 'web/kiosk/machine/policies.json'), 'utf8'))
    .replaceAll('https://erabu.example', hosts.erabu)
    .replaceAll('https://portal.example', hosts.portal)
  // What drives the browser are its developer tools, and a container's root has no sandbox, which the browser says.
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
