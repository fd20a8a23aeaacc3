import { parseArgs } from 'node:util'

/** What the commands of our documents need of curl, for machines without it: `-u`, `-d`, `-H` and an address. */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    user: { type: 'string', short: 'u' },
    data: { type: 'string', short: 'd' },
    header: { type: 'string', short: 'H', multiple: true, default: [] },
  },
})
const headers = new Headers(values.header.map((line) => line.split(/:\s*/, 2) as [string, string]))
if (values.user) headers.set('authorization', `Basic ${Buffer.from(values.user).toString('base64')}`)
const { data } = values
const answer = await fetch(
  positionals[0] ?? '',
  data === undefined ? { headers } : { headers, method: 'POST', body: data },
)
process.stdout.write(await answer.text())
