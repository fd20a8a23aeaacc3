import { createRequire } from 'node:module'
import { join } from 'node:path'

/** The part of `oidc-provider` that is used here. */
type Provider = new (issuer: string, configuration: object) => { listen(port: number, host: string): void }

/** `oidc-provider` with client credentials and introspection, kept in memory. */
const { BARE_PORT = '', BARE_YARDSTICKS = '' } = process.env
const load = createRequire(join(BARE_YARDSTICKS, 'bench.js'))
const { default: OidcProvider } = load('oidc-provider') as { default: Provider }

const provider = new OidcProvider(`http://127.0.0.1:${BARE_PORT}`, {
  clients: [
    {
      client_id: 'bench',
      client_secret: 'bench',
      grant_types: ['client_credentials'],
      redirect_uris: [],
      response_types: [],
    },
  ],
  features: {
    clientCredentials: { enabled: true },
    introspection: { enabled: true },
    devInteractions: { enabled: false },
  },
})
provider.listen(Number(BARE_PORT), '127.0.0.1')
