import { useEffect, useState } from 'react'

type Modules = { size: number; path: string }

/**
 * A QR code as one SVG path. The encoder is loaded with the first code.
 * `instead`: said where the value does not fit a code, which holds 2,953 bytes.
 */
export function QrCode(props: { value: string; label: string; instead?: string }) {
  const { value } = props
  const [modules, setModules] = useState<Modules | 'none' | null>(null)

  useEffect(() => {
    let current = true
    encodeModules(value).then(
      (encoded) => current && setModules(encoded),
      () => current && setModules('none'),
    )
    return () => {
      current = false
    }
  }, [value])

  if (modules === 'none') return <p>{props.instead}</p>
  if (!modules) return <div className="qr" />
  return (
    <svg
      className="qr"
      role="img"
      aria-label={props.label}
      viewBox={`0 0 ${modules.size} ${modules.size}`}
      shapeRendering="crispEdges"
    >
      <path fill="#fff" d={`M0 0h${modules.size}v${modules.size}H0z`} />
      <path fill="#000" d={modules.path} />
    </svg>
  )
}

/** Returns the black modules of `value` as SVG path data, with the quiet zone of four modules (ISO/IEC 18004). */
export async function encodeModules(value: string): Promise<Modules> {
  const { encode } = await import('uqr')
  const { data, size } = encode(value, { ecc: 'L', border: 4 })
  const path = data.flatMap((row, y) => row.map((black, x) => (black ? `M${x} ${y}h1v1h-1z` : ''))).join('')
  return { size, path }
}
