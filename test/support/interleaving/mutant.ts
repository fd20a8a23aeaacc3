import type { Deps } from '../../../api/deps.ts'

/** Removes one protection. @returns the parts that replace others. */
export type Mutant = (deps: Deps) => Partial<Deps> | Promise<Partial<Deps>>
