"""A data holder in Python's standard library (3.8 or newer): a job for cron, over a spreadsheet of tokens.

python3 holder.py <folder>   follows the feed, reports what is applied, and prints of each token whether its rows may be
used now: yes or no. Run it before every use; when it fails, nothing may be used. In the folder are
  holder.json  {"issuer", "client_id", "database", "key": private JWK for ES256 with its kid}
  tokens.csv   token,uri,idx of each linkage, as POST /linkages answered; kept up to date when a person allows again
  state.json   made here: how far the feed was applied, and every token that it revoked
"""
import csv, json, os, secrets, sys, time, urllib.parse, urllib.request, zlib
from es256 import decode, digest, encode, is_signed, sign

CHANGE = "https://schemas.openid.net/secevent/caep/event-type/credential-change"
ASSERTION = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"

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
