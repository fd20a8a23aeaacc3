/**
 * Loaded before a server that is measured: answers its parent with what it has used so far; asked for `memory`, with
 * what is left after a collection; asked to `watch`, also with how late its event loop ran since it was asked before.
 */
import { monitorEventLoopDelay } from 'node:perf_hooks'

const delay = monitorEventLoopDelay({ resolution: 1 })
process.on('message', (asked) => {
  if (asked === 'memory') global.gc?.()
  const { user, system } = process.cpuUsage()
  const delayed = delay.count > 0 ? delay.percentile(99) / 1e6 : 0
  if (asked === 'watch') {
    delay.enable()
    delay.reset()
  }
  process.send?.({ cpu: (user + system) / 1e6, rss: process.memoryUsage.rss(), delayed })
})
// A server ends when it is told to, whether or not anybody still measures it.
process.channel?.unref()
