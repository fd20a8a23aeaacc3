/** Creates Web Locks in one process: tasks of one name run in sequence. */
export function createLocks() {
  const tails = new Map<string, Promise<unknown>>()
  return <T>(name: string, task: () => Promise<T>): Promise<T> => {
    const run = (tails.get(name) ?? Promise.resolve()).then(task, task)
    tails.set(name, run)
    return run
  }
}

/** Adds Web Locks to this page's browser: only shared ones, and the query for their holders. */
export function giveSharedLocks(): void {
  const holders: string[] = []
  const locks = {
    async request(name: string, _options: object, task: () => Promise<void>) {
      holders.push(name)
      await task()
      holders.splice(holders.indexOf(name), 1)
    },
    query: async () => ({ held: holders.map((name) => ({ name })) }),
  }
  Object.defineProperty(navigator, 'locks', { value: locks, configurable: true })
}
