/** Strongly connected components of a graph (Tarjan), without recursion. */
export function components(next: number[][]): number[][] {
  const order = new Int32Array(next.length).fill(-1)
  const low = new Int32Array(next.length)
  const open: number[] = []
  const isOpen = new Uint8Array(next.length)
  const found: number[][] = []
  let count = 0
  for (let root = 0; root < next.length; root++) {
    if (order[root] !== -1) continue
    const path: [node: number, edge: number][] = [[root, 0]]
    while (path.length > 0) {
      const top = path.at(-1) as [number, number]
      const [node, edge] = top
      if (edge === 0) {
        order[node] = low[node] = count++
        open.push(node)
        isOpen[node] = 1
      }
      const to = next[node]?.[edge]
      if (to !== undefined) {
        top[1] += 1
        if (order[to] === -1) path.push([to, 0])
        else if (isOpen[to]) low[node] = Math.min(low[node] ?? 0, order[to] ?? 0)
        continue
      }
      path.pop()
      const parent = path.at(-1)?.[0]
      if (parent !== undefined) low[parent] = Math.min(low[parent] ?? 0, low[node] ?? 0)
      if (low[node] !== order[node]) continue
      const component = open.splice(open.lastIndexOf(node))
      for (const member of component) isOpen[member] = 0
      found.push(component)
    }
  }
  return found
}
