import { readFileSync } from 'node:fs'
import { refuseProduction, serveMock } from '../http.ts'
import { linkerKey } from '../linker/keys.ts'
import { residents } from '../residents.ts'
import { createResolverApp } from './app.ts'
import { CATALOGUE_FILE, eligibleInFile } from './eligible.ts'

refuseProduction('resolver')
const { env } = process
const keyFile = env.ERABU_SEALED_SUBJECT_KEY_FILE ?? '.data/keys/sealed-subject.key'
const app = createResolverApp({
  residents,
  sealKey: Buffer.from(readFileSync(keyFile, 'utf8').trim(), 'base64url'),
  ...(env.LINKER_DATA ? { linkerKey: linkerKey(env.LINKER_DATA) } : {}),
  secret: env.ERABU_RESOLVER_SECRET ?? 'demo-resolver-secret',
  holderSecret: env.HOLDER_SECRET ?? 'demo-holder-secret',
  mayAsk: eligibleInFile(env.ERABU_CATALOGUE ?? CATALOGUE_FILE),
})
serveMock('resolver', app, Number(env.PORT ?? 3002))
