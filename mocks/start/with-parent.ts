/**
 * Preloaded into each process of `npm start`: ends it when its parent is gone, however that ended. A kill -9 and a
 * closed terminal pass no signal on, and a process that lived on would keep its port.
 */
const ENDING_MS = 6000

process.once('disconnect', () => {
  setTimeout(() => process.exit(1), ENDING_MS).unref()
  process.kill(process.pid, 'SIGTERM')
})
// The channel by itself keeps no process alive.
process.channel?.unref()
