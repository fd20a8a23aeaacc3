/** Text sizes, from the browser's own size upwards. */
export const TEXT_SIZES = ['standard', 'large', 'largest'] as const
export type TextSize = (typeof TEXT_SIZES)[number]

/** Passes the size to the style sheet. */
export function showTextSize(size: TextSize): void {
  document.documentElement.dataset.textSize = size
}
