import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { chmod, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import { ROOT } from '../sources.ts'
import { startProgram } from './program.ts'

const START_MS = 20_000
const run = promisify(execFile)
const SETTINGS = join(ROOT, 'web/kiosk/machine/cupsd.conf')

/**
 * A separate print service, set up as `web/kiosk/README.md` says, whose default printer has a roll of 80 mm.
 * @param folder for its files; every user may enter it. `env` directs programs to it. `printed`: the PDF of each
 *   sheet. `kept`: names of what the service keeps of jobs. `paper`: removes the paper or puts it back.
 */
export async function startPrinter(folder: string) {
  const at = (name: string) => join(folder, name)
  const socket = at('socket')
  const env = { ...process.env, CUPS_SERVER: socket }
  const folders = ['root', 'root/ppd', 'cache', 'state', 'spool', 'tmp', 'filter', 'sheets']
  for (const name of folders) await mkdir(at(name))
  await chmod(folder, 0o755)
  await chmod(at('sheets'), 0o777)
  await writeFile(at('cups-files.conf'), filesOf(at))
  await writeFile(at('cupsd.conf'), serviceOf(socket) + (await readFile(SETTINGS, 'utf8')))
  await writeFile(at('filter/sheet'), sheetOf(at), { mode: 0o755 })
  await writeFile(at('roll.ppd'), rollOf(at('filter/sheet')))

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
  await run('/usr/sbin/lpadmin', [...printer, '-o', 'printer-error-policy=abort-job'], { env })
  await run('/usr/sbin/lpadmin', ['-d', 'receipt'], { env })
  return {
    env,
    async printed(): Promise<Buffer[]> {
      const sheets = (await readdir(at('sheets'))).filter((name) => name.endsWith('.pdf')).sort()
      return Promise.all(sheets.map((name) => readFile(join(at('sheets'), name))))
    },
    kept: async () => (await readdir(at('spool'))).filter((name) => /^[cd]\d/.test(name)),
    paper: (there: boolean) => (there ? rm(at('no-paper'), { force: true }) : writeFile(at('no-paper'), '')),
    close: service.close,
  }
}

/** The printer's processing of a job: it waits for paper, and prints. */
const sheetOf = (at: (name: string) => string) => `#!/bin/sh
while [ -e ${at('no-paper')} ]; do sleep 1; done
cat "\${6:--}" > ${at('sheets')}/$1 && mv ${at('sheets')}/$1 ${at('sheets')}/$1.pdf
`

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

/** A printer that accepts PDF directly, with one size of paper: 80 × 160 mm. */
const rollOf = (filter: string) => `*PPD-Adobe: "4.3"
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
*cupsFilter2: "application/pdf application/pdf 0 ${filter}"
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
