import type { Deps } from '../../../api/deps.ts'

/** Takes one mend out. @returns the parts that are to stand in the place of others. */
export type Mutant = (deps: Deps) => Partial<Deps> | Promise<Partial<Deps>>
