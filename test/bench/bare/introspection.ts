import OidcProvider from 'oidc-provider'

/** `oidc-provider` with client credentials and introspection, kept in memory. */
const port = Number(process.env.BARE_PORT)

const provider = new OidcProvider(`http://127.0.0.1:${port}`, {
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
provider.listen(port, '127.0.0.1')
