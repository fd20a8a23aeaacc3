/**
 * Loaded before a measured server. It answers its parent with the resources used so far. For `memory` it also reports
 * what remains after a collection; for `watch` also the event loop delay since the last question.
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
// A server ends when told to, even if nobody measures it any more.
process.channel?.unref()
