import { createStore, useStore } from '../state/store.ts'
import { deviceStorage } from './web-storage.ts'

/** From the size that the browser is set to, upwards. */
export const TEXT_SIZES = ['standard', 'large', 'largest'] as const
export type TextSize = (typeof TEXT_SIZES)[number]

const KEY = 'text-size'

const chosen = createStore<TextSize>(TEXT_SIZES.find((size) => size === deviceStorage.get(KEY)) ?? 'standard')

/** Lets the style sheet know of the size. The entry calls it before anything is drawn. */
export function applyTextSize(): void {
  document.documentElement.dataset.textSize = chosen.get()
}

/** Keeps the size on this device; where nothing can be stored it lasts as long as the page. */
export function setTextSize(size: TextSize): void {
  deviceStorage.set(KEY, size)
  chosen.set(size)
  applyTextSize()
}

export function useTextSize(): TextSize {
  return useStore(chosen)
}
