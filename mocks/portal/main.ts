import { refuseProduction, serveMock } from '../http.ts'
import { createSandbox } from '../person/sandbox.ts'
import { residents } from '../residents.ts'
import { createPortalApp } from './app.ts'

refuseProduction('portal')
const { env } = process
const port = Number(env.PORT ?? 3001)
const resolverUrl = env.RESOLVER_URL ?? 'http://127.0.0.1:3002'

const app = await createPortalApp({
  residents,
  issuer: env.PORTAL_URL ?? `http://127.0.0.1:${port}`,
  secret: env.ERABU_PORTAL_SECRET ?? 'demo-portal-secret',
  redirectUris: (env.PORTAL_REDIRECT_URIS ?? 'http://localhost:3000/api/portal/callback').split(' '),
  async onJobChange(change) {
    const answer = await fetch(`${resolverUrl}/_control/coverages`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(change),
    })
    if (!answer.ok) throw new Error(`the resolver answered ${answer.status}`)
  },
})
app.route('/', createSandbox({ origin: env.ERABU_ORIGIN ?? 'http://localhost:3000', residents }))
serveMock('portal', app, port)
