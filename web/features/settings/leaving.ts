/** The page that says that a device was left. */
export const LEFT = '/signed-out'

/** What was done, in the state of that page's history entry. Other ways to the page lack it. */
export type Leaving = { left: 'signed-out' | 'erased' }
