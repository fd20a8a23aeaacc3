/** Wraps `localStorage` or `sessionStorage`: a browser that blocks them throws at every access. */
export function createWebStorage(open: () => Storage) {
  const orNull = <T>(use: (storage: Storage) => T): T | null => {
    try {
      return use(open())
    } catch {
      return null
    }
  }
  return {
    /** Returns the value, `''` if there is none, null where storage is blocked. */
    get: (key: string) => orNull((storage) => storage.getItem(key) ?? ''),
    set: (key: string, value: string) => orNull((storage) => storage.setItem(key, value)),
    remove: (key: string) => orNull((storage) => storage.removeItem(key)),
    /** False where storage is blocked. */
    isEmpty: () => orNull((storage) => storage.length === 0) ?? false,
    clear: () => orNull((storage) => storage.clear()),
  }
}

export const deviceStorage = createWebStorage(() => localStorage)
export const tabStorage = createWebStorage(() => sessionStorage)
