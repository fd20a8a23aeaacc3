/** Web Locks in one process: tasks of one name run one after the other. */
export function createLocks() {
  const tails = new Map<string, Promise<unknown>>()
  return <T>(name: string, task: () => Promise<T>): Promise<T> => {
    const run = (tails.get(name) ?? Promise.resolve()).then(task, task)
    tails.set(name, run)
    return run
  }
}
