"""A data holder in Python's standard library (3.8 or newer): a job for cron, over a spreadsheet of tokens.

python3 holder.py <folder>   follows the feed, reports what is applied, and prints of each token whether its rows may be
used now: yes or no. Run it before every use; when it fails, nothing may be used. In the folder are
  holder.json  {"issuer", "client_id", "database", "key": private JWK for ES256 with its kid}
  tokens.csv   token,uri,idx of each linkage, as POST /linkages answered; kept up to date when a person allows again
  state.json   made here: how far the feed was applied, and every token that it revoked
"""
import base64, csv, hashlib, json, os, secrets, sys, time, urllib.parse, urllib.request, zlib

CHANGE = "https://schemas.openid.net/secevent/caep/event-type/credential-change"
ASSERTION = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"

# ES256: ECDSA on the curve P-256 with SHA-256 (FIPS 186-5 §6.4, RFC 7518 §3.4), in plain integers.
P = 2**256 - 2**224 + 2**192 + 2**96 - 1
N = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
B = 0x5AC635D8AA3A93E7B3EBBD55769886BC651D06B0CC53B0F63BCE3C3E27D2604B
G = (0x6B17D1F2E12C4247F8BCE6E563A440F277037D812DEB33A0F4A13945D898C296,
     0x4FE342E2FE1A7F9B8EE7EB4A7C0F9E162BCE33576B315ECECBB6406837BF51F5)

def add(p, q):
    """Sum of two points; None is the point at infinity."""
    if p is None or q is None: return p or q
    (x, y), (u, v) = p, q
    if x == u and (y + v) % P == 0: return None
    slope = (3 * x * x - 3) * pow(2 * y, -1, P) if p == q else (v - y) * pow(u - x, -1, P)
    w = (slope * slope - x - u) % P
    return w, (slope * (x - w) - y) % P

def times(k, p):
    product = None
    while k:
        if k & 1: product = add(product, p)
        k, p = k >> 1, add(p, p)
    return product

def number(data): return int.from_bytes(data, "big")
def decode(text): return base64.urlsafe_b64decode(text + "==")
def encode(data): return base64.urlsafe_b64encode(data).decode().rstrip("=")
def digest(data): return number(hashlib.sha256(data).digest())

def is_signed(message, signature, key):
    r, s = number(signature[:32]), number(signature[32:])
    x, y = number(decode(key["x"])), number(decode(key["y"]))
    if len(signature) != 64 or not (0 < r < N and 0 < s < N): return False
    if max(x, y) >= P or (y * y - x**3 + 3 * x - B) % P: return False
    w = pow(s, -1, N)
    point = add(times(digest(message) * w % N, G), times(r * w % N, (x, y)))
    return point is not None and point[0] % N == r

def sign(claims, key):
    """A JWT. Plain integers take a time that depends on the key: where others can measure it, sign with a library."""
    parts = {"alg": "ES256", "kid": key["kid"]}, claims
    message = ".".join(encode(json.dumps(part).encode()) for part in parts)
    k = secrets.randbelow(N - 1) + 1
    r = times(k, G)[0] % N
    s = pow(k, -1, N) * (digest(message.encode()) + r * number(decode(key["d"]))) % N
    return message + "." + encode(r.to_bytes(32, "big") + s.to_bytes(32, "big"))

def claims(jwt, typ, keys):
    """Payload of a JWT of ours, of which the signature was verified against /jwks.json."""
    head, body, signature = jwt.split(".")
    header = json.loads(decode(head))
    if (header["alg"], header["typ"]) != ("ES256", typ): raise ValueError("another kind of token")
    if not is_signed(f"{head}.{body}".encode(), decode(signature), keys[header["kid"]]): raise ValueError("not signed")
    return json.loads(decode(body))

def usable(row, keys, lists, load):
    """Before every use: a list that verifies and has not expired, and in it a bit that is not 1."""
    uri, idx = row["uri"], int(row["idx"])
    if uri not in lists:
        token = claims(load(uri), "statuslist+jwt", keys)
        until = token["exp"] if token["sub"] == uri else 0
        lists[uri] = until, zlib.decompress(decode(token["status_list"]["lst"]))
    until, bits = lists[uri]
    return time.time() < until and bits[idx >> 3] >> (idx & 7) & 1 == 0

def follow(post, keys, me, state, rows, save):
    """Applies what is new, in the order of seq and each change once, writes it down, and only then acknowledges."""
    post("rewind", {"after_seq": state["through"]})
    done = []
    while True:
        sets = post("poll", {"returnImmediately": True, "ack": done})["sets"]
        told = {jti: claims(token, "secevent+jwt", keys) for jti, token in sets.items()}
        for jti, token in sorted(told.items(), key=lambda item: seq(item[1])):
            if (token["iss"], token["aud"], token["jti"]) != (me["issuer"], me["database"], jti): raise ValueError(jti)
            if seq(token) == state["through"] + 1: apply(token["sub_id"]["id"], token["events"][CHANGE], state, rows)
        save()
        done = [jti for jti in told if seq(told[jti]) <= state["through"]]
        if not done: return

def seq(token): return token["events"][CHANGE]["urn:erabu:linkage"]["seq"] if CHANGE in token["events"] else 0

def apply(token, change, state, rows):
    linkage = change["urn:erabu:linkage"]
    state["through"] = linkage["seq"]
    if change["change_type"] == "revoke": state["revoked"].append(token)
    for row in rows:
        if row["token"] == linkage.get("replaces"): row.update(linkage["status_list"], token=token)

def report(post, state):
    """Says that everything up to here is applied. Whether our set of revoked tokens is that of the feed."""
    total = sum(digest(token.encode()) for token in state["revoked"]) % 2**256
    ours = {"revoked_count": len(state["revoked"]), "revoked_digest": encode(total.to_bytes(32, "big"))}
    return post("applied", {"through_seq": state["through"], **ours})["match"]

def fetch(url, body=None, headers={}):
    with urllib.request.urlopen(urllib.request.Request(url, body, headers), timeout=60) as answer:
        return answer.read().decode()

def client(me):
    """Posts to our stream, and loads what is ours, with an access token by private_key_jwt (RFC 7523)."""
    now = int(time.time())
    who = {"iss": me["client_id"], "sub": me["client_id"], "aud": me["issuer"], "jti": secrets.token_urlsafe()}
    assertion = sign({**who, "iat": now, "exp": now + 120}, me["key"])
    form = {"grant_type": "client_credentials", "client_assertion_type": ASSERTION, "client_assertion": assertion}
    granted = json.loads(fetch(me["issuer"] + "/oauth/token", urllib.parse.urlencode(form).encode()))
    headers = {"Authorization": "Bearer " + granted["access_token"], "Content-Type": "application/json"}
    streams = me["issuer"] + "/ssf/streams"
    def load(url):
        if not url.startswith(me["issuer"] + "/"): raise ValueError("not of the issuer")
        return fetch(url, None, headers)
    own = [stream for stream in json.loads(load(streams)) if stream["aud"] == me["database"]]
    stream = own[0] if own else json.loads(fetch(streams, json.dumps({"aud": me["database"]}).encode(), headers))
    def post(call, body):
        return json.loads(fetch(f"{streams}/{stream['stream_id']}/{call}", json.dumps(body).encode(), headers) or "null")
    return post, load

def replace(path, write):
    """Writes a file as a whole or not at all."""
    with open(path + ".new", "w", newline="") as file:
        write(file)
        file.flush()
        os.fsync(file.fileno())
    os.replace(path + ".new", path)

def synchronise(post, keys, me, state, rows, save):
    follow(post, keys, me, state, rows, save)
    if report(post, state): return
    # Something was lost here. The feed holds every revocation once: read all of it again.
    state.update(through=0, revoked=[])
    follow(post, keys, me, state, rows, save)
    if not report(post, state): sys.exit("the digest differs still")

def main(folder):
    def read(name):
        with open(os.path.join(folder, name), newline="") as file: return file.read()
    me, rows = json.loads(read("holder.json")), list(csv.DictReader(read("tokens.csv").splitlines()))
    kept = os.path.join(folder, "state.json")
    state = json.loads(read("state.json")) if os.path.exists(kept) else {"through": 0, "revoked": []}
    def write_rows(file):
        table = csv.DictWriter(file, ["token", "uri", "idx"])
        table.writeheader()
        table.writerows(rows)
    def save():
        replace(os.path.join(folder, "tokens.csv"), write_rows)
        replace(kept, lambda file: json.dump(state, file))
    keys = {key["kid"]: key for key in json.loads(fetch(me["issuer"] + "/jwks.json"))["keys"]}
    post, load = client(me)
    synchronise(post, keys, me, state, rows, save)
    revoked, lists = set(state["revoked"]), {}
    for row in rows:
        print(row["token"], "yes" if row["token"] not in revoked and usable(row, keys, lists, load) else "no")

if __name__ == "__main__": main(sys.argv[1])
