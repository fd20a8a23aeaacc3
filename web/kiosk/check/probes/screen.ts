import { type Finding, judge } from '../finding.ts'

/** The smallest sizes that the screens are made for, portrait and landscape, in CSS px. */
const SIZES = [
  [1080, 1920],
  [1280, 800],
] as const

const px = (width: number, height: number) => `${width} × ${height} px`

/** Without a secure context there are no passkeys. */
export const secure = (): Finding => judge(isSecureContext, location.origin)

export function screenSize(): Finding {
  const { width, height } = screen
  const [least] = SIZES.filter(([w, h]) => w > h === width > height)
  return judge(!!least && width >= least[0] && height >= least[1], px(width, height))
}

/** Passes when the page fills the screen and is not zoomed. */
export const fullScreen = (): Finding =>
  judge(
    innerWidth === screen.width && innerHeight === screen.height,
    `${px(innerWidth, innerHeight)} / ${px(screen.width, screen.height)}`,
  )

export const touch = (): Finding =>
  judge(navigator.maxTouchPoints > 0, `maxTouchPoints ${navigator.maxTouchPoints}`)

/** Notices a page that two fingers enlarge. Other gestures are checked by hand. */
export function whenPinched(found: (finding: Finding) => void): () => void {
  const viewport = visualViewport
  const look = () => {
    if (viewport && viewport.scale !== 1) found(judge(false, `× ${viewport.scale.toFixed(1)}`))
  }
  viewport?.addEventListener('resize', look)
  return () => viewport?.removeEventListener('resize', look)
}
