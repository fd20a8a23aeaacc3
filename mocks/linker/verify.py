"""Verifies an extract of the linker. Python's standard library only; it needs es256.py of the folder holder beside it.

python3 verify.py <folder> <key>     folder: report.jwt, extract.csv and lists/*.jwt; key: the linker's public JWK

It checks the signature, the hashes of the extract and of the status lists, that no list had expired, and the counts.
It cannot say whether a row is missing that should be there. It exits 1 with a sentence at the first fault.
"""
import datetime, hashlib, json, os, sys
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "holder"))
from es256 import decode, encode, is_signed

class Fault(Exception):
    pass

def require(holds, sentence):
    if not holds: raise Fault(sentence)

def read(*path):
    with open(os.path.join(*path), "rb") as file: return file.read()

def sha256(data): return encode(hashlib.sha256(data).digest())
def part(token, n): return json.loads(decode(token.decode().split(".")[n]))

def opened(token, key):
    """The claims of the report, once its signature is verified."""
    message, _, signature = token.strip().rpartition(b".")
    header = part(token, 0)
    require(header.get("alg") == "ES256" and header.get("typ") == "extract-report+jwt", "This is no report of an extract.")
    require(is_signed(message, decode(signature.decode()), key), "The signature of the report is wrong.")
    return part(token, 1)

def check_lists(report, tokens):
    """Each list that the report names is there, is the one that was used, and had not expired. No other is there."""
    given = {part(token, 1)["sub"]: token for token in tokens}
    named = {one["uri"]: one for one in report["lists"]}
    require(set(given) == set(named) and len(tokens) == len(report["lists"]), "The status lists are not those that the report names.")
    at = datetime.datetime.fromisoformat(report["extracted_at"].replace("Z", "+00:00")).timestamp()
    for uri, one in named.items():
        require(sha256(given[uri]) == one["sha256"], f"The status list {uri} is not the one that was used.")
        require(at < part(given[uri], 1)["exp"], f"The status list {uri} had expired at the extraction.")

def check_counts(report, extract):
    """What came in was left out or went out, for each database; nobody is in the extract twice."""
    header, *rows = [line.split(",") for line in extract.decode().splitlines()]
    out, left = report["rows_out"], report["left_out"]
    require(len(rows) == out, f"The report says {out} rows, and the extract has {len(rows)}.")
    require(len({row[0] for row in rows}) == len(rows), "An ID is in the extract twice.")
    require(header == ["id", *report["rows_in"]], "The columns of the extract are not the databases of the report.")
    for database, rows_in in report["rows_in"].items():
        counts = [left["at_approval"], *(left[why][database] for why in ("at_extraction", "not_sure", "alone")), out]
        require(min(counts) >= 0 and sum(counts) == rows_in, f"The counts of {database} do not add up to {rows_in}.")
        listed = any(one["database"] == database for one in report["lists"])
        require(listed or out == 0, f"The report names no status list of {database}.")

def main(folder, key):
    report = opened(read(folder, "report.jwt"), json.loads(read(key)))
    extract = read(folder, "extract.csv")
    require(sha256(extract) == report["extract_sha256"], "The extract is not the one of the report.")
    names = sorted(os.listdir(os.path.join(folder, "lists")))
    check_lists(report, [read(folder, "lists", name) for name in names])
    check_counts(report, extract)
    return f"The report of {report['project']} holds: {report['rows_out']} rows, {len(names)} status lists."

if __name__ == "__main__":
    if len(sys.argv) != 3: sys.exit(__doc__)
    try: print(main(*sys.argv[1:]))
    except Fault as fault: sys.exit(str(fault))
    except (OSError, ValueError, KeyError, IndexError, TypeError) as error: sys.exit(f"The extract cannot be read: {error!r}")
