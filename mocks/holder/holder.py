"""The least that a holder does: before every use, hold a list that has not expired, and leave out every row whose bit is 1.
python3 holder.py <uri> <idx> ...  prints yes (usable) or no for each status_list that POST /linkages answered.
ERABU_POLL (endpoint_url of the stream) and ERABU_ACCESS_TOKEN: prints the waiting changes first, without acknowledging."""
import base64, json, os, sys, time, urllib.request, zlib

def get(url, body=None, headers={}):
    request = urllib.request.Request(url, body and json.dumps(body).encode(), headers)
    return urllib.request.urlopen(request, timeout=30).read().decode()

def decode(text): return base64.urlsafe_b64decode(text + "==")
# Trusted is the origin, by TLS, and nothing else: the signature is not verified, for want of ES256 in the standard library.
def claims(jwt): return json.loads(decode(jwt.split(".")[1]))

def usable(uri, idx):
    try:
        token = claims(get(uri))
        bits = zlib.decompress(decode(token["status_list"]["lst"]))
        return token["sub"] == uri and token["exp"] > time.time() and bits[idx >> 3] >> (idx & 7) & 1 == 0
    except Exception: return False  # no list, no use

if "ERABU_POLL" in os.environ:
    headers = {"Authorization": "Bearer " + os.environ["ERABU_ACCESS_TOKEN"], "Content-Type": "application/json"}
    for change in map(claims, json.loads(get(os.environ["ERABU_POLL"], {"returnImmediately": True}, headers))["sets"].values()):
        print(change["sub_id"]["id"], *(event.get("change_type") for event in change["events"].values()))
for uri, idx in zip(sys.argv[1::2], sys.argv[2::2]):
    print(uri, idx, "yes" if usable(uri, int(idx)) else "no")
