/** From the size that the browser is set to, upwards. */
export const TEXT_SIZES = ['standard', 'large', 'largest'] as const
export type TextSize = (typeof TEXT_SIZES)[number]

/** Lets the style sheet know of the size. */
export function showTextSize(size: TextSize): void {
  document.documentElement.dataset.textSize = size
}
