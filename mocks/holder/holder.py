"""A data holder in Python's standard library (3.8 or newer): a job for cron, over a spreadsheet of tokens.

python3 holder.py <folder>   follows the feed, reports what is applied, and prints for each token whether its rows may be
used now: yes or no. Run it before every use; when it fails, nothing may be used. The folder contains
  holder.json  {"issuer", "client_id", "database", "key": private JWK for ES256 with its kid}, and "register" if you like:
               a command that registers all linkages (POST /linkages) and writes their answers into tokens.csv. It runs
               in the folder, while holder.lock is held for it
  tokens.csv   token,uri,idx of each linkage, as POST /linkages answered, next to columns of your own; updated when a person
               allows again. Any other program that writes it must hold holder.lock (flock)
  state.json   written here: the applied feed, how far, each token that it revoked or that was stopped before (barred),
               what replaced a token (moved), and for how many revoked tokens their outcome was reported (told)
Another feed means that the api was restored or has another store. It may not know our linkages: the command is run, or
standard error says that they must be registered again. What the records were used for is reported by uses.py.
"""
import gc, json, os, secrets, subprocess, sys, time, urllib.error, urllib.parse, urllib.request, zlib
from es256 import decode, digest, encode, is_signed, sign
from files import Table, alone, replace

CHANGE = "https://schemas.openid.net/secevent/caep/event-type/credential-change"
ASSERTION = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"

def claims(jwt, typ, keys):
    """Payload of a JWT of the service, its signature verified against /jwks.json."""
    head, body, signature = jwt.split(".")
    header = json.loads(decode(head))
    if (header["alg"], header["typ"]) != ("ES256", typ): raise ValueError("another kind of token")
    if not is_signed(f"{head}.{body}".encode(), decode(signature), keys[header["kid"]]): raise ValueError("not signed")
    return json.loads(decode(body))

def usable(uri, idx, keys, lists, load):
    """Before every use: a list that verifies and has not expired, and in it a bit that is not 1."""
    if uri not in lists:
        token = claims(load(uri), "statuslist+jwt", keys)
        until = token["exp"] if token["sub"] == uri else 0
        lists[uri] = until, zlib.decompress(decode(token["status_list"]["lst"]))
    until, bits = lists[uri]
    return time.time() < until and 0 <= idx < 8 * len(bits) and bits[idx >> 3] >> (idx & 7) & 1 == 0

def follow(post, keys, me, state, save):
    """Applies what is new, in the order of seq and each change once, writes it down, and only then acknowledges."""
    post("rewind", {"after_seq": state["through"]})
    done = []
    while True:
        sets = post("poll", {"returnImmediately": True, "ack": done})["sets"]
        told = {jti: claims(token, "secevent+jwt", keys) for jti, token in sets.items()}
        for jti, token in sorted(told.items(), key=lambda item: seq(item[1])):
            if (token["iss"], token["aud"], token["jti"]) != (me["issuer"], me["database"], jti): raise ValueError(jti)
            if seq(token) == state["through"] + 1: apply(token["sub_id"]["id"], token["events"][CHANGE], state)
        save()
        done = [jti for jti in told if seq(told[jti]) <= state["through"]]
        if not done: return

def seq(token): return token["events"][CHANGE]["urn:erabu:linkage"]["seq"] if CHANGE in token["events"] else 0

def apply(token, change, state):
    linkage = change["urn:erabu:linkage"]
    place = linkage["status_list"]
    state["through"] = linkage["seq"]
    if change["change_type"] == "revoke": state["revoked"].append(token)
    if "replaces" in linkage: state["moved"][linkage["replaces"]] = [token, place["uri"], str(place["idx"])]

def report(post, state):
    """Reports everything up to here as applied. Returns whether our set of revoked tokens is that of the feed."""
    total = sum(digest(token.encode()) for token in state["revoked"]) % 2**256
    ours = {"revoked_count": len(state["revoked"]), "revoked_digest": encode(total.to_bytes(32, "big"))}
    return post("applied", {"through_seq": state["through"], **ours})["match"]

def outcomes(post, state, ours, save):
    """Reports what became of each revoked row: it is out of use, or the spreadsheet has no such row."""
    fresh = state["revoked"][state["told"]:]
    for start in range(0, len(fresh), 1000):
        some = fresh[start:start + 1000]
        lines = [{"token": token, "outcome": "applied" if token in ours else "not-found"} for token in some]
        answers = post("outcomes", lines)
        if len(answers) != len(lines) or any("error" in answer for answer in answers): sys.exit("outcomes were not taken")
        state["told"] += len(some)
        save()

def nothing():
    return {"feed": None, "through": 0, "revoked": [], "told": 0, "barred": [], "moved": {}, "known": False, "asked": False}

def start_over(state):
    """Starts over: reads the feed from its start. What was stopped once stays stopped, whatever is read."""
    barred = sorted({*state["barred"], *state["revoked"]})
    state.update(through=0, revoked=[], told=0, barred=barred, known=False, asked=False)

def synchronise(post, keys, me, stream, state, save):
    head = post("poll", {"returnImmediately": True, "maxEvents": 0})["urn:erabu:head"]
    feed = [stream, head.get("epoch")]
    if state["feed"] != feed or state["through"] > head["seq"]: start_over(state)
    state["feed"] = feed
    follow(post, keys, me, state, save)
    if report(post, state): return
    # Something was lost here, or the api went back. The feed holds every revocation once, so read all of it again.
    start_over(state)
    follow(post, keys, me, state, save)
    if not report(post, state): sys.exit("the digest still differs")

def newest(token, moved):
    """The token and index that a linkage has now; None when nothing replaced this token."""
    place = None
    while token in moved:
        place = moved[token]
        token = place[0]
    return place

def compare(table, linkages):
    """Updates token and index of the linkages that the api knows. Returns how many of ours it does not know."""
    known = {one["token"]: [one["token"], one["status_list"]["uri"], str(one["status_list"]["idx"])] for one in linkages}
    table.put(known.get)
    return sum(token not in known for token, _, _ in table.places())

def fetch(url, body=None, headers={}, method=None):
    with urllib.request.urlopen(urllib.request.Request(url, body, headers, method=method), timeout=60) as answer:
        return answer.read().decode()

class Keys(dict):
    """Public keys of the issuer by kid. An unknown kid means a changed key, so they are read again."""
    def __init__(self, issuer): self.issuer = issuer
    def __missing__(self, kid):
        self.update((key["kid"], key) for key in json.loads(fetch(self.issuer + "/jwks.json"))["keys"])
        if kid not in self: raise ValueError("not a key of the issuer")
        return self[kid]

def authorised(me):
    """A function that returns the headers of a request, with an access token by private_key_jwt (RFC 7523)."""
    access = {"until": 0}
    def headers():
        if access["until"] < time.monotonic():
            now = int(time.time())
            who = {"iss": me["client_id"], "sub": me["client_id"], "aud": me["issuer"], "jti": secrets.token_urlsafe()}
            assertion = sign({**who, "iat": now, "exp": now + 120}, me["key"])
            form = {"grant_type": "client_credentials", "client_assertion_type": ASSERTION, "client_assertion": assertion}
            granted = json.loads(fetch(me["issuer"] + "/oauth/token", urllib.parse.urlencode(form).encode()))
            access.update(token=granted["access_token"], until=time.monotonic() + granted.get("expires_in", 120) - 60)
        return {"Authorization": "Bearer " + access["token"], "Content-Type": "application/json"}
    return headers

def client(me):
    """Our stream, and functions to post to it and to load our lists."""
    headers = authorised(me)
    streams = me["issuer"] + "/ssf/streams"
    def load(url):
        if not url.startswith(me["issuer"] + "/"): raise ValueError("not of the issuer")
        return fetch(url, None, headers())
    own = [stream for stream in json.loads(load(streams)) if stream["aud"] == me["database"]]
    stream = own[0] if own else json.loads(fetch(streams, json.dumps({"aud": me["database"]}).encode(), headers()))
    def post(call, body):
        """Posts an object as JSON, or a list as a line for each entry, which is answered by a line for each."""
        url, lines = f"{streams}/{stream['stream_id']}/{call}", isinstance(body, list)
        if not lines: return json.loads(fetch(url, json.dumps(body).encode(), headers()) or "null")
        text = "".join(json.dumps(line) + "\n" for line in body)
        answer = fetch(url, text.encode(), {**headers(), "Content-Type": "application/x-ndjson"})
        return [json.loads(line) for line in answer.split("\n") if line]
    return stream["stream_id"], post, load

def settle(me, folder, state, load):
    """The current spreadsheet. After a change of feed it is also checked that the api still knows its linkages."""
    def read():
        table = Table(os.path.join(folder, "tokens.csv"))
        table.put(lambda token: newest(token, state["moved"]))
        return table
    def unknown():
        answer = load(me["issuer"] + "/linkages?" + urllib.parse.urlencode({"database": me["database"]}))
        return compare(table, map(json.loads, filter(None, answer.split("\n"))))
    table = read()
    if state["known"]: return table
    lost = unknown()
    if lost and "register" in me and not state["asked"]:
        table.save()
        subprocess.run(me["register"], cwd=folder, check=True, stdout=sys.stderr)
        state["asked"] = True
        table = read()
        lost = unknown()
    if lost:
        advice = "register all of them again (POST /linkages), and leave out those that you took back"
        print(f"The api does not know {lost} linkages: {advice}", file=sys.stderr)
    state["known"] = not lost
    return table

def main(folder):
    with open(os.path.join(folder, "holder.json"), encoding="utf-8-sig") as file: me = json.load(file)
    kept, state = os.path.join(folder, "state.json"), nothing()
    if os.path.exists(kept):
        with open(kept, encoding="utf-8") as file: state.update(json.load(file))
    def save(): replace(kept, lambda file: file.write(json.dumps(state)))
    stream, post, load = client(me)
    keys, lists = Keys(me["issuer"]), {}
    synchronise(post, keys, me, stream, state, save)
    table = settle(me, folder, state, load)
    table.save()
    save()
    outcomes(post, state, {*state["moved"], *(token for token, _, _ in table.places())}, save)
    stopped = {*state["revoked"], *state["barred"]}
    def is_usable(token, uri, idx):
        try: return token not in stopped and idx.isdecimal() and usable(uri, int(idx), keys, lists, load)
        except urllib.error.HTTPError as error:
            if error.code != 404: raise
            lists[uri] = 0, b""
            return False
    answers = [f"{place[0]} {'yes' if is_usable(*place) else 'no'}\n" for place in table.places()]
    # All or nothing: a run that fails at a list has printed no row yet.
    sys.stdout.write("".join(answers))

if __name__ == "__main__":
    if len(sys.argv) != 2 or sys.argv[1].startswith("-"): sys.exit(__doc__)
    # A million rows contain no cycles, and searching for some takes longer than reading the rows.
    gc.disable()
    with alone(sys.argv[1]): main(sys.argv[1])
