import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { chmod, mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import { startProgram } from './program.ts'

const START_MS = 20_000
const run = promisify(execFile)

/**
 * A print service of its own, whose default printer has a roll of 80 mm.
 * @param folder for its files; every user may enter it. `env` leads programs to it. `printed`: the PDF of each job.
 */
export async function startPrinter(folder: string) {
  const at = (name: string) => join(folder, name)
  const socket = at('socket')
  const env = { ...process.env, CUPS_SERVER: socket }
  for (const name of ['root', 'root/ppd', 'cache', 'state', 'spool', 'tmp']) await mkdir(at(name))
  await chmod(folder, 0o755)
  await writeFile(at('cups-files.conf'), filesOf(at))
  await writeFile(at('cupsd.conf'), serviceOf(socket))
  await writeFile(at('roll.ppd'), ROLL)

  const service = startProgram(['/usr/sbin/cupsd', '-f', '-c', at('cupsd.conf'), '-s', at('cups-files.conf')])
  const until = performance.now() + START_MS
  while (!existsSync(socket)) {
    if (performance.now() > until) {
      await service.close()
      throw new Error(`cupsd did not start: ${service.output()}`)
    }
    await sleep(50)
  }
  const printer = ['-p', 'receipt', '-E', '-v', 'file:/dev/null', '-P', at('roll.ppd')]
  await run('/usr/sbin/lpadmin', printer, { env })
  await run('/usr/sbin/lpadmin', ['-d', 'receipt'], { env })
  const printed = async () => {
    const documents = (await readdir(at('spool'))).filter((name) => /^d\d+-\d+$/.test(name)).sort()
    return Promise.all(documents.map((name) => readFile(join(at('spool'), name))))
  }
  return { env, printed, close: service.close }
}

const filesOf = (at: (name: string) => string) =>
  [
    // As root the service refuses to use root for what it starts.
    'User lp',
    'Group lp',
    'SystemGroup root',
    `ServerRoot ${at('root')}`,
    `CacheDir ${at('cache')}`,
    `StateDir ${at('state')}`,
    `RequestRoot ${at('spool')}`,
    `TempDir ${at('tmp')}`,
    `AccessLog ${at('access')}`,
    `ErrorLog ${at('error')}`,
    `PageLog ${at('page')}`,
    'FileDevice Yes',
    '',
  ].join('\n')

const serviceOf = (socket: string) => `Listen ${socket}
PreserveJobFiles Yes
Browsing No
WebInterface No
DefaultAuthType None
<Location />
  Order allow,deny
  Allow all
</Location>
<Policy default>
  <Limit All>
    Order deny,allow
  </Limit>
</Policy>
`

/** A printer that takes PDF as it is, with one size of paper: 80 × 160 mm. */
const ROLL = `*PPD-Adobe: "4.3"
*FormatVersion: "4.3"
*FileVersion: "1.0"
*LanguageVersion: English
*LanguageEncoding: ISOLatin1
*PCFileName: "ROLL.PPD"
*Manufacturer: "Generic"
*Product: "(Roll)"
*ModelName: "Roll of 80 mm"
*ShortNickName: "Roll of 80 mm"
*NickName: "Roll of 80 mm"
*PSVersion: "(3010.000) 0"
*LanguageLevel: "3"
*ColorDevice: False
*DefaultColorSpace: Gray
*FileSystem: False
*cupsFilter2: "application/pdf application/pdf 0 -"
*OpenUI *PageSize: PickOne
*DefaultPageSize: Roll
*PageSize Roll/80 mm: ""
*CloseUI: *PageSize
*OpenUI *PageRegion: PickOne
*DefaultPageRegion: Roll
*PageRegion Roll/80 mm: ""
*CloseUI: *PageRegion
*DefaultImageableArea: Roll
*ImageableArea Roll/80 mm: "0 0 227 454"
*DefaultPaperDimension: Roll
*PaperDimension Roll/80 mm: "227 454"
`
