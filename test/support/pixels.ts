import { inflateSync } from 'node:zlib'

/** Three bytes a pixel, row by row from the top left. */
export type Pixels = { width: number; height: number; rgb: Buffer }

/**
 * Share of the pixels of `all` that visibly differ from those of `part`, laid over its top left, or that it does not
 * cover.
 */
export function shareUnlike(all: Pixels, part: Pixels): number {
  let alike = 0
  for (let y = 0; y < Math.min(all.height, part.height); y++)
    for (let x = 0; x < Math.min(all.width, part.width); x++) {
      const [a, b] = [3 * (y * all.width + x), 3 * (y * part.width + x)]
      const differs = (channel: number) =>
        Math.abs((all.rgb[a + channel] ?? 0) - (part.rgb[b + channel] ?? 0)) > 8
      if (!differs(0) && !differs(1) && !differs(2)) alike++
    }
  return 1 - alike / (all.width * all.height)
}

/** The pixels of a PNG as Chromium writes it: eight bits a channel, RGB or RGBA, not interlaced (ISO/IEC 15948). */
export function readPng(file: Buffer): Pixels {
  const [width, height, type] = [file.readUInt32BE(16), file.readUInt32BE(20), file[25]]
  if (file[24] !== 8 || (type !== 2 && type !== 6) || file[28] !== 0) throw new Error('not such a PNG')
  const parts: Buffer[] = []
  for (let at = 8; at < file.length; ) {
    const length = file.readUInt32BE(at)
    if (file.toString('latin1', at + 4, at + 8) === 'IDAT') parts.push(file.subarray(at + 8, at + 8 + length))
    at += 12 + length
  }
  const size = type === 2 ? 3 : 4
  const lines = unfilter(inflateSync(Buffer.concat(parts)), size, width * size)
  const rgb = Buffer.alloc(3 * width * height)
  for (let pixel = 0; pixel < width * height; pixel++)
    for (const channel of [0, 1, 2]) rgb[3 * pixel + channel] = lines[size * pixel + channel] ?? 0
  return { width, height, rgb }
}

/** Undoes the filter of each line (ISO/IEC 15948, 9). */
function unfilter(filtered: Buffer, size: number, lineBytes: number): Buffer {
  const height = filtered.length / (lineBytes + 1)
  const lines = Buffer.alloc(height * lineBytes)
  for (let y = 0; y < height; y++) {
    const filter = filtered[y * (lineBytes + 1)]
    for (let x = 0; x < lineBytes; x++) {
      const at = y * lineBytes + x
      const left = x >= size ? (lines[at - size] ?? 0) : 0
      const up = y > 0 ? (lines[at - lineBytes] ?? 0) : 0
      const corner = x >= size && y > 0 ? (lines[at - lineBytes - size] ?? 0) : 0
      const guess = [0, left, up, (left + up) >> 1, paeth(left, up, corner)][filter ?? 0] ?? 0
      lines[at] = (filtered[y * (lineBytes + 1) + 1 + x] ?? 0) + guess
    }
  }
  return lines
}

function paeth(left: number, up: number, corner: number): number {
  const estimate = left + up - corner
  const [a, b, c] = [left, up, corner].map((value) => Math.abs(estimate - value)) as [number, number, number]
  if (a <= b && a <= c) return left
  return b <= c ? up : corner
}
