/**
 * The values that an authenticator writes: integers, bytes, text, arrays and maps, in the order given (RFC 8949,
 * core).
 */
export type Cbor = number | string | Uint8Array | Cbor[] | Map<number | string, Cbor>

/** Value ▶ CBOR in the shortest form that WebAuthn asks for. */
export function encodeCbor(value: Cbor): Buffer {
  if (typeof value === 'number') return value >= 0 ? head(0, value) : head(1, -1 - value)
  if (typeof value === 'string') return Buffer.concat([head(3, Buffer.byteLength(value)), Buffer.from(value)])
  if (value instanceof Uint8Array) return Buffer.concat([head(2, value.length), value])
  if (Array.isArray(value)) return Buffer.concat([head(4, value.length), ...value.map(encodeCbor)])
  return Buffer.concat([
    head(5, value.size),
    ...[...value].flatMap(([key, item]) => [encodeCbor(key), encodeCbor(item)]),
  ])
}

function head(major: number, argument: number): Buffer {
  const type = major << 5
  if (argument < 24) return Buffer.from([type | argument])
  if (argument < 0x100) return Buffer.from([type | 24, argument])
  if (argument < 0x10000) return Buffer.from([type | 25, argument >> 8, argument & 0xff])
  const bytes = Buffer.alloc(5)
  bytes[0] = type | 26
  bytes.writeUInt32BE(argument, 1)
  return bytes
}
