/** The field and the curve −x² + y² = 1 + d·x²·y² of Ed25519 (RFC 8032 §5.1). */
const P = 2n ** 255n - 19n
const D = mod(-121665n * inverse(121666n))
const ROOT_OF_MINUS_1 = power(2n, (P - 1n) / 4n)

/**
 * Whether 32 bytes are a sound Ed25519 key: the canonical encoding of a point of the curve (RFC 8032 §5.1.3) that is
 * not of small order. For a key of small order anybody can forge signatures.
 */
export function isEd25519Key(encoded: Buffer): boolean {
  const littleEndian = BigInt(`0x${Buffer.from(encoded).reverse().toString('hex')}`)
  const [sign, y] = [littleEndian >> 255n, littleEndian & (2n ** 255n - 1n)]
  if (encoded.length !== 32 || y >= P) return false
  const x = rootOf(mod((y * y - 1n) * inverse(D * y * y + 1n)))
  if (x === null || (x === 0n && sign === 1n)) return false
  let point: [bigint, bigint] = [x, y]
  for (let doublings = 0; doublings < 3; doublings++) point = double(point)
  return !(point[0] === 0n && point[1] === 1n)
}

function double([x, y]: [bigint, bigint]): [bigint, bigint] {
  const both = mod(D * x * x * y * y)
  return [mod(2n * x * y * inverse(1n + both)), mod((y * y + x * x) * inverse(1n - both))]
}

function rootOf(square: bigint): bigint | null {
  const root = power(square, (P + 3n) / 8n)
  if (mod(root * root) === square) return root
  const other = mod(root * ROOT_OF_MINUS_1)
  return mod(other * other) === square ? other : null
}

function mod(value: bigint): bigint {
  const rest = value % P
  return rest < 0n ? rest + P : rest
}

function inverse(value: bigint): bigint {
  return power(value, P - 2n)
}

function power(base: bigint, exponent: bigint): bigint {
  let [result, square, rest] = [1n, mod(base), exponent]
  for (; rest > 0n; rest >>= 1n) {
    if (rest & 1n) result = mod(result * square)
    square = mod(square * square)
  }
  return result
}
