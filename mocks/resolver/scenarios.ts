/** The scenarios of the resolver mock. */
export const RESOLVER_SCENARIOS = ['normal', 'down'] as const
export type ResolverScenario = (typeof RESOLVER_SCENARIOS)[number]
