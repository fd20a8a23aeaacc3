/** Paths that the api answers. Neither the service worker nor Vite's server answers them with the app's page. */
export const SERVED_BY_API = [
  '/api/',
  '/oauth/',
  '/ssf/',
  '/linkages',
  '/usage',
  '/statuslists',
  '/.well-known/',
  '/jwks.json',
  '/openapi',
  '/kiosk',
  '/desk',
  '/forms',
]
