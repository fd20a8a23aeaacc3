import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Pixels } from '../pixels.ts'
import { startProgram } from './program.ts'

const START_MS = 20_000

/**
 * A separate screen under Xvfb, on a free display. @param folder for its content. `shown`: every pixel of it, whoever
 * drew it.
 */
export async function startScreen(folder: string, { width, height }: { width: number; height: number }) {
  const program = startProgram([
    'Xvfb',
    ...['-displayfd', '1', '-screen', '0', `${width}x${height}x24`, '-fbdir', folder],
    ...['-nolisten', 'tcp', '-noreset'],
  ])
  const until = performance.now() + START_MS
  let display: string | undefined
  while (!display) {
    display = /^(\d+)\n/m.exec(program.output())?.[1]
    if (performance.now() > until) {
      await program.close()
      throw new Error(`Xvfb did not start: ${program.output()}`)
    }
    await sleep(20)
  }
  return {
    display: `:${display}`,
    shown: async () => readXwd(await readFile(join(folder, 'Xvfb_screen0'))),
    close: program.close,
  }
}

/** The pixels of a window dump (X11/XWDFile.h, version 7) of 32 bits a pixel, least significant byte first. */
function readXwd(file: Buffer): Pixels {
  const field = (index: number) => file.readUInt32BE(4 * index)
  const [headerSize, width, height, lineBytes, colours] = [field(0), field(4), field(5), field(12), field(19)]
  const start = headerSize + 12 * colours
  const rgb = Buffer.alloc(3 * width * height)
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const from = start + y * lineBytes + 4 * x
      const to = 3 * (y * width + x)
      for (const channel of [0, 1, 2]) rgb[to + channel] = file[from + 2 - channel] ?? 0
    }
  return { width, height, rgb }
}
