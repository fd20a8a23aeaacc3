import { isMet, type Line } from './harness.ts'
import { goalText, measuredText } from './table.ts'

const ROW = 26
const TOP = 56
const LABEL = 430
const GOAL_AT = 240
const WIDTH = 960
/** Bars are cut at this multiple of the goal. */
const MOST = 1.5

/**
 * The lines as an SVG: one bar per line, whose length is how far it reaches its goal; the goal is one vertical line.
 */
export function drawPicture(lines: Line[], subtitle: string): string {
  const height = TOP + lines.length * ROW + 20
  const goalX = LABEL + GOAL_AT
  const bars = lines.map((line, i) => {
    const y = TOP + i * ROW
    const met = isMet(line)
    const length = Math.max(2, Math.min(attainment(line), MOST) * GOAL_AT)
    const colour = met === null ? '#949494' : met ? '#197a4b' : '#b35c00'
    const said =
      met === null ? line.yardstick : `${met ? '✓' : '✗'} ${measuredText(line)} (${goalText(line)})`
    return `<text x="${LABEL - 10}" y="${y + 17}" text-anchor="end">${escapeXml(`${line.row} · ${line.what}`)}</text>
<rect x="${LABEL}" y="${y + 4}" width="${met === null ? 2 : length.toFixed(1)}" height="${ROW - 8}" fill="${colour}"/>
<text x="${LABEL + GOAL_AT * MOST + 10}" y="${y + 17}">${escapeXml(said)}</text>`
  })
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" font-family="sans-serif" font-size="12">
<title>Speed against its goals</title>
<rect width="${WIDTH}" height="${height}" fill="#fff"/>
<text x="16" y="20" font-size="15" font-weight="bold">Speed against its goals</text>
<text x="16" y="38" fill="#555">${escapeXml(subtitle)}</text>
<text x="${goalX}" y="${TOP - 4}" text-anchor="middle">goal</text>
${bars.join('\n')}
<line x1="${goalX}" x2="${goalX}" y1="${TOP}" y2="${height - 16}" stroke="#1a1a1a" stroke-dasharray="4 3"/>
</svg>
`
}

/** 1: the goal is just met; more is better. */
function attainment({ measured, goal }: Line): number {
  if (measured === null) return 0
  if ('atLeast' in goal) return measured / goal.atLeast
  return measured <= 0 ? MOST : goal.atMost / measured
}

const escapeXml = (text: string) => text.replace(/[&<>"]/g, (sign) => `&#${sign.codePointAt(0)};`)
