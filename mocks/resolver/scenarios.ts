/** What the resolver mock can be told to play. */
export const RESOLVER_SCENARIOS = ['normal', 'down'] as const
export type ResolverScenario = (typeof RESOLVER_SCENARIOS)[number]
