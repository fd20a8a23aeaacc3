import type { Page } from 'playwright-core'

/** Everything that the browser stores for a page's origin, as text: one line per entry, with its place. */
export async function storesOf(page: Page): Promise<string[]> {
  const cookies = await page.context().cookies(page.url())
  const inPage = await page.evaluate(async () => {
    const done = <T>(request: IDBRequest<T>) =>
      new Promise<T>((resolve, reject) => {
        request.onsuccess = () => resolve(request.result)
        request.onerror = () => reject(request.error)
      })
    const found = [`address ${location.href}`, `history ${JSON.stringify(history.state)}`]
    for (const [where, storage] of Object.entries({ localStorage, sessionStorage }))
      for (const [key, value] of Object.entries(storage)) found.push(`${where} ${key} ${value}`)
    for (const { name = '' } of await indexedDB.databases()) {
      const db = await done(indexedDB.open(name))
      for (const table of db.objectStoreNames)
        for (const row of await done(db.transaction(table).objectStore(table).getAll()))
          found.push(`IndexedDB ${name} ${table} ${JSON.stringify(row)}`)
      db.close()
    }
    for (const name of await caches.keys()) {
      const cache = await caches.open(name)
      for (const request of await cache.keys())
        found.push(`cache ${request.url} ${await (await cache.match(request))?.text()}`)
    }
    return found
  })
  return [...cookies.map((cookie) => `cookie ${JSON.stringify(cookie)}`), ...inPage]
}
