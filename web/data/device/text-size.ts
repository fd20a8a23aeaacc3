import { showTextSize, TEXT_SIZES, type TextSize } from '../../text/text-size.ts'
import { createStore, useStore } from '../state/store.ts'
import { deviceStorage } from './web-storage.ts'

const KEY = 'text-size'

const chosen = createStore<TextSize>(TEXT_SIZES.find((size) => size === deviceStorage.get(KEY)) ?? 'standard')

/** Applies the size chosen on this device. The entry calls it before the first paint. */
export function applyTextSize(): void {
  showTextSize(chosen.get())
}

/** Stores the size on this device. Where storage is blocked, it lasts as long as the page. */
export function setTextSize(size: TextSize): void {
  deviceStorage.set(KEY, size)
  chosen.set(size)
  applyTextSize()
}

export function useTextSize(): TextSize {
  return useStore(chosen)
}
