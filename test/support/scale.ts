import { inject } from 'vitest'

declare module 'vitest' {
  interface ProvidedContext {
    /** True in the long forms (`test/long.config.ts`), false in `npm test`. */
    long: boolean
  }
}

/** The number for the form that runs now. */
export const scale = (short: number, long: number): number => (inject('long') ? long : short)
