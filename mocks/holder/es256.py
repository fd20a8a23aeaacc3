"""ES256 in plain Python: ECDSA on the curve P-256 with SHA-256 (FIPS 186-5 §6.4, RFC 7518 §3.4).

Each key has a table of multiples, made once: a multiple of its point is then a sum of at most 32 of them. A process checks
thousands of signatures by few keys. Points are (x, y); while they are summed they are Jacobian: (X / Z², Y / Z³).
"""
import base64, functools, hashlib, json, secrets

P = 2**256 - 2**224 + 2**192 + 2**96 - 1
N = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
B = 0x5AC635D8AA3A93E7B3EBBD55769886BC651D06B0CC53B0F63BCE3C3E27D2604B
G = (0x6B17D1F2E12C4247F8BCE6E563A440F277037D812DEB33A0F4A13945D898C296,
     0x4FE342E2FE1A7F9B8EE7EB4A7C0F9E162BCE33576B315ECECBB6406837BF51F5)
INFINITY = (1, 1, 0)

def double(X, Y, Z):
    """Twice a Jacobian point, on a curve with a = -3."""
    square = Y * Y % P
    s = 4 * X * square % P
    m = 3 * (X - Z * Z) * (X + Z * Z) % P
    x = (m * m - 2 * s) % P
    return x, (m * (s - x) - 8 * square * square) % P, 2 * Y * Z % P

def add(p, q):
    """Adds a point (x, y) to a Jacobian point."""
    X, Y, Z = p
    x, y = q
    if not Z: return x, y, 1
    square = Z * Z % P
    h, r = (x * square - X) % P, (y * square * Z - Y) % P
    if not h: return INFINITY if r else double(X, Y, Z)
    h2 = h * h % P
    h3, v = h * h2 % P, X * h2 % P
    x = (r * r - h3 - 2 * v) % P
    return x, (r * (v - x) - Y * h3) % P, Z * h % P

def to_affine(points):
    """Jacobian points as (x, y), with one inversion for all. None may be the point at infinity."""
    products = [1]
    for _, _, Z in points: products.append(products[-1] * Z % P)
    inverse, affine = pow(products.pop(), -1, P), []
    for X, Y, Z in reversed(points):
        z, inverse = inverse * products.pop() % P, inverse * Z % P
        affine.append((X * z * z % P, Y * z * z * z % P))
    return affine[::-1]

@functools.lru_cache(maxsize=16)
def multiples(p):
    """For each of the 32 bytes of a number, lowest first: the multiples of 256**n p by 1 to 255."""
    bases = [(*p, 1)]
    for _ in range(31):
        base = bases[-1]
        for _ in range(8): base = double(*base)
        bases.append(base)
    points = []
    for base in to_affine(bases):
        point = INFINITY
        for _ in range(255):
            point = add(point, base)
            points.append(point)
    affine = to_affine(points)
    return [affine[n:n + 255] for n in range(0, len(affine), 255)]

def times(k, p, start=INFINITY):
    """k p, for 0 <= k < 2**256, added to a Jacobian point."""
    for row, byte in zip(multiples(p), k.to_bytes(32, "little")):
        if byte: start = add(start, row[byte - 1])
    return start

def number(data): return int.from_bytes(data, "big")
def decode(text): return base64.urlsafe_b64decode(text + "==")
def encode(data): return base64.urlsafe_b64encode(data).decode().rstrip("=")
def digest(data): return number(hashlib.sha256(data).digest())

def is_signed(message, signature, key):
    """Whether the signature (r ‖ s) over the message is by this public JWK."""
    r, s = number(signature[:32]), number(signature[32:])
    x, y = number(decode(key["x"])), number(decode(key["y"]))
    if len(signature) != 64 or not (0 < r < N and 0 < s < N): return False
    if max(x, y) >= P or (y * y - x**3 + 3 * x - B) % P: return False
    w = pow(s, -1, N)
    X, _, Z = times(r * w % N, (x, y), times(digest(message) * w % N, G))
    # x = X / Z² is r, or the only other number below P that is r modulo N.
    return Z != 0 and any(candidate < P and (candidate * Z * Z - X) % P == 0 for candidate in (r, r + N))

def sign(claims, key):
    """A signed JWT. The time of plain integers depends on the key: where others can measure it, sign with a library."""
    parts = {"alg": "ES256", "kid": key["kid"]}, claims
    message = ".".join(encode(json.dumps(part).encode()) for part in parts)
    while True:
        k = secrets.randbelow(N - 1) + 1
        [(x, _)] = to_affine([times(k, G)])
        r = x % N
        s = pow(k, -1, N) * (digest(message.encode()) + r * number(decode(key["d"]))) % N
        if r and s: return message + "." + encode(r.to_bytes(32, "big") + s.to_bytes(32, "big"))
