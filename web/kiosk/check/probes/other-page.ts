import { BY_HAND, type Finding, judge } from '../finding.ts'

/** A page of ours that stores nothing and that no kiosk needs. */
const OTHER_PAGE = '/openapi'
const LOOK_MS = 100
const PATIENCE_MS = 3_000

/** Opens a page that the policies must block. The page cannot read what the browser shows instead. */
export async function openOtherPage(): Promise<Finding> {
  const opened = open(OTHER_PAGE)
  if (!opened) return judge(true, OTHER_PAGE)
  try {
    for (let waited = 0; waited < PATIENCE_MS; waited += LOOK_MS) {
      await new Promise((resolve) => setTimeout(resolve, LOOK_MS))
      if (pathOf(opened) === OTHER_PAGE) return judge(false, OTHER_PAGE)
      if (pathOf(opened) === null) return judge(true, OTHER_PAGE)
    }
    return BY_HAND
  } finally {
    opened.close()
  }
}

/** @returns null for a page that the browser shows instead. */
function pathOf(opened: Window): string | null {
  try {
    return opened.location.pathname
  } catch {
    return null
  }
}
