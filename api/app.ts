import { Hono } from 'hono'
import { every } from 'hono/combine'
import { notWhileActing } from './auth/acting.ts'
import type { Deps } from './deps.ts'
import { bodyWithin, sameOriginOnly } from './http/body/guard.ts'
import type { Env } from './http/env.ts'
import { createGate } from './http/gate.ts'
import { securityHeaders } from './http/headers.ts'
import { servedMethods } from './http/methods.ts'
import { onceOnly } from './http/once-only.ts'
import { overloadGuard } from './http/overload.ts'
import { underOwnName } from './http/own-name.ts'
import { createPathMethods } from './http/paths.ts'
import { createProblems } from './http/problems.ts'
import { createCatalogueRoutes } from './routes/catalogue.ts'
import { createDeskRoutes } from './routes/desk/desk.ts'
import { createDeskPlaceRoutes } from './routes/desk/places.ts'
import { createFormRoutes } from './routes/forms.ts'
import { createKioskRoutes } from './routes/kiosk/kiosk.ts'
import { createStaffRoutes } from './routes/kiosk/staff.ts'
import { createDiscoveryRoutes } from './routes/machine/discovery.ts'
import { createLinkageRoutes } from './routes/machine/linkages.ts'
import { createOAuthRoutes } from './routes/machine/oauth.ts'
import { createOpenApiRoutes } from './routes/machine/openapi.ts'
import { createOutcomeRoutes } from './routes/machine/outcomes.ts'
import { createOwnLinkageRoutes } from './routes/machine/own-linkages.ts'
import { createPollRoutes } from './routes/machine/poll.ts'
import { createProgressRoutes } from './routes/machine/progress.ts'
import { createProjectRoutes } from './routes/machine/projects.ts'
import { createStatusListRoutes } from './routes/machine/status-lists.ts'
import { createStreamRoutes } from './routes/machine/streams.ts'
import { createUsageReportRoutes } from './routes/machine/usage.ts'
import { createActingRoutes } from './routes/patient/acting.ts'
import { createCaseRoutes } from './routes/patient/cases.ts'
import { createDatabaseRoutes } from './routes/patient/databases.ts'
import { createDecisionRoutes } from './routes/patient/decisions.ts'
import { createMessageRoutes } from './routes/patient/messages.ts'
import { createPasskeyRegistrationRoutes } from './routes/patient/passkey-registration.ts'
import { createPasskeyRoutes } from './routes/patient/passkeys.ts'
import { createProofingRoutes } from './routes/patient/proofing.ts'
import { createPushRoutes } from './routes/patient/push.ts'
import { createRecordRoutes } from './routes/patient/record.ts'
import { createSessionRoutes } from './routes/patient/sessions.ts'
import { createTextRoutes } from './routes/patient/texts.ts'
import { createUsageRoutes } from './routes/patient/usage.ts'
import { createSiteRoutes, isPage } from './routes/site.ts'

const BODY_MS = 30_000
/** Streamed lines on a prefix of timed bodies. */
const STREAMED = /^\/ssf\/streams\/[^/]+\/outcomes$/
/** Concurrent uploads of one client: more would not be faster, and each may keep its answers in memory. */
const UPLOADS = 4

/** The whole public service: patients under `/api`, data holders beside it, and the built web. */
export function createApp(deps: Deps) {
  const { config, limits, sessions } = deps
  const problems = createProblems(deps)
  const uploads = createGate(UPLOADS)

  const patient = new Hono<Env>()
    .route('/', createProofingRoutes(deps))
    .route('/', createPasskeyRegistrationRoutes(deps))
    .route('/', createPasskeyRoutes(deps))
    .route('/', createSessionRoutes(deps))
    .route('/', createActingRoutes(deps))
    .route('/', createDatabaseRoutes(deps))
    .route('/', createDecisionRoutes(deps))
    .route('/', createUsageRoutes(deps))
    .route('/', createRecordRoutes(deps))
    .route('/', createCaseRoutes(deps))
    .route('/', createMessageRoutes(deps))
    .route('/', createPushRoutes(deps))

  const app = new Hono<Env>()
  // Built at the first request: then all routes are registered.
  let routed: ReturnType<typeof createPathMethods> | null = null
  const methodsOf = (path: string): string[] => {
    routed ??= createPathMethods(app.routes)
    return isPage(path) ? ['GET'] : routed(path)
  }
  app.onError(problems.onError)
  app.notFound(problems.notFound)
  app.use(onceOnly)
  for (const path of ['/api/*', '/oauth/*', '/ssf/*', '/projects/*'])
    app.use(
      path,
      bodyWithin(BODY_MS, (c) => STREAMED.test(c.req.path)),
    )
  // The busiest routes stand before the middleware of the others: `answer` sets their headers at a fraction of the
  // cost.
  app.route('/', createPollRoutes(deps)).route('/', createStatusListRoutes(deps))
  app.use(overloadGuard(deps))
  app.use(securityHeaders(config.origin))
  app.use(underOwnName(config.origin, isPage))
  app.use(servedMethods(methodsOf))
  for (const path of ['/api/*', '/ssf/*', '/linkages/*', '/projects/*', '/usage'])
    app.use(path, async (c, next) => {
      c.header('Cache-Control', 'no-store')
      await next()
    })
  // Identical for everybody and cacheable: placed before the session lookup, so that no answer reveals whose session
  // it was.
  app
    .route('/api', createCatalogueRoutes(deps))
    .route('/api', createTextRoutes(deps))
    .route('/api', createDeskPlaceRoutes(deps))
  app.use('/api/*', every(sameOriginOnly(config.origin), sessions.load, limits.byPerson, notWhileActing))
  app.use('/oauth/token', limits.byAddress)

  return app
    .route('/api', patient)
    .route('/api/desk', createDeskRoutes(deps))
    .route('/api/kiosk/staff', createStaffRoutes(deps))
    .route('/api/kiosk', createKioskRoutes(deps))
    .route('/', createDiscoveryRoutes(deps))
    .route('/', createOAuthRoutes(deps))
    .route('/', createStreamRoutes(deps))
    .route('/', createProgressRoutes(deps))
    .route('/', createLinkageRoutes(deps, uploads))
    .route('/', createOutcomeRoutes(deps, uploads))
    .route('/', createOwnLinkageRoutes(deps))
    .route('/', createProjectRoutes(deps))
    .route('/', createUsageReportRoutes(deps, uploads))
    .route('/', createOpenApiRoutes(deps))
    .route('/', createFormRoutes(deps))
    .route('/', createSiteRoutes(deps))
}

export type App = ReturnType<typeof createApp>
