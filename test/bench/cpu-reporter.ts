/**
 * Loaded before a server that is measured: answers its parent with what it has used so far; asked for `memory`, with
 * what is left after a collection.
 */
process.on('message', (asked) => {
  if (asked === 'memory') global.gc?.()
  const { user, system } = process.cpuUsage()
  process.send?.({ cpu: (user + system) / 1e6, rss: process.memoryUsage.rss() })
})
// A server ends when it is told to, whether or not anybody still measures it.
process.channel?.unref()
