import { encodeModules } from '../../ui/QrCode.tsx'

const WIDTH = 1080
const MARGIN = 60
const SIZE = 36
const LEADING = 58

/** Draws a receipt as a PNG: lines of text, then the QR code of `address`. */
export async function receiptPicture(address: string, lines: string[]): Promise<Blob> {
  const { size, path } = await encodeModules(address)
  const canvas = document.createElement('canvas')
  const context = canvas.getContext('2d')
  if (!context) throw new Error('no canvas')
  const font = `${SIZE}px sans-serif`
  context.font = font
  const wrapped = lines.flatMap((line) => wrap(context, line))
  const top = MARGIN + wrapped.length * LEADING + MARGIN / 2
  const side = WIDTH - 2 * MARGIN
  canvas.width = WIDTH
  canvas.height = top + side + MARGIN

  context.fillStyle = '#fff'
  context.fillRect(0, 0, canvas.width, canvas.height)
  context.fillStyle = '#000'
  context.font = font
  wrapped.forEach((line, index) => {
    context.fillText(line, MARGIN, MARGIN + SIZE + index * LEADING)
  })
  context.translate(MARGIN, top)
  context.scale(side / size, side / size)
  context.fill(new Path2D(path))
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('no picture'))), 'image/png')
  })
}

/** Breaks a line that is too wide, at spaces and between any two Japanese characters. */
function wrap(context: CanvasRenderingContext2D, line: string): string[] {
  const parts = line.match(/[\p{L}\p{N}]+(?<=[\x20-\x7e]) ?|\s*./gsu) ?? []
  const lines = ['']
  for (const part of parts) {
    const longer = (lines.at(-1) ?? '') + part
    if (context.measureText(longer).width > WIDTH - 2 * MARGIN) lines.push(part)
    else lines[lines.length - 1] = longer
  }
  return lines
}
