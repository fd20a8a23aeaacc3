export type Verdict = 'pass' | 'fail' | 'to-try' | 'by-hand'

/** The result of one check. `seen`: what was found, in numbers and names that need no translation. */
export type Finding = { verdict: Verdict; seen: string }

export const judge = (good: boolean, seen: string): Finding => ({ verdict: good ? 'pass' : 'fail', seen })

/** For what no page can see. */
export const BY_HAND: Finding = { verdict: 'by-hand', seen: '' }
/** For what the installer begins with a tap. */
export const TO_TRY: Finding = { verdict: 'to-try', seen: '' }
