/**
 * The scenarios of the resolver mock. `down`: resolver and issuer answer 503 · `issuer-down`: the issuer alone does.
 */
export const RESOLVER_SCENARIOS = ['normal', 'down', 'issuer-down'] as const
export type ResolverScenario = (typeof RESOLVER_SCENARIOS)[number]
