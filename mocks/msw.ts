import { type HttpHandler, http } from 'msw'
import { createPortalApp } from './portal/app.ts'
import { residents as everybody, type Resident } from './residents.ts'
import { createResolverApp } from './resolver/app.ts'
import { CATALOGUE_FILE, eligibleInFile } from './resolver/eligible.ts'

/**
 * The portal and the resolver as MSW handlers, for tests without ports. They are the same apps that `npm start`
 * serves; `control` sets a scenario or changes a job as `/_control` does.
 */
export async function mockHandlers(options: {
  portalUrl: string
  resolverUrl: string
  sealKey: Buffer
  redirectUri: string
  residents?: readonly Resident[]
  now?: () => Date
}): Promise<{ handlers: HttpHandler[]; portal: Fetching; resolver: Fetching }> {
  const residents = options.residents ?? everybody
  const time = options.now ? { now: options.now } : {}
  const resolver = createResolverApp({
    residents,
    sealKey: options.sealKey,
    secret: 'demo-resolver-secret',
    holderSecret: 'demo-holder-secret',
    mayAsk: eligibleInFile(CATALOGUE_FILE),
    ...time,
  })
  const portal = await createPortalApp({
    residents,
    issuer: options.portalUrl,
    secret: 'demo-portal-secret',
    redirectUris: [options.redirectUri],
    async onJobChange(change) {
      await resolver.request('/_control/coverages', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(change),
      })
    },
    ...time,
  })
  const handler = (url: string, app: Fetching) => http.all(`${url}/*`, ({ request }) => app.fetch(request))
  return {
    handlers: [handler(options.portalUrl, portal), handler(options.resolverUrl, resolver)],
    portal,
    resolver,
  }
}

/** A mock that can be called directly, for its control. */
type Fetching = { fetch(request: Request): Response | Promise<Response> }
