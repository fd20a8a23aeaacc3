"""Reports the uses of a data holder's records. Python's standard library only (3.8 or newer); copy it with holder.py.

python3 uses.py <folder> <project> <from> <to>     reports that the records of the tokens on standard input, one a line,
                                                   were used on these days (YYYY-MM-DD, in Japan)
python3 uses.py <folder> <project> erased <day>    reports that the records of the project were erased on that day

projects.json in the folder says what was approved: {"<project>": {"title", "organisation", "purpose", "approved_by",
"approved_on", "environment", "form", "ends_on", "erase_by"}}. It is registered, or changed, with each report.
A report arrives whole or not at all. The same project and days again is the same report: after a fault, run it again.
"""
import json, os, sys, urllib.error, urllib.parse
from holder import authorised, fetch

def client(me):
    """A function that sends an object as JSON, or a list as a line for each entry."""
    headers, database = authorised(me), urllib.parse.urlencode({"database": me["database"]})
    def send(method, path, body):
        if not isinstance(body, list):
            return json.loads(fetch(f"{me['issuer']}{path}?{database}", json.dumps(body).encode(), headers(), method))
        text = "".join(json.dumps(line) + "\n" for line in body)
        kind = {"Content-Type": "application/x-ndjson"}
        return json.loads(fetch(me["issuer"] + path, text.encode(), {**headers(), **kind}, method))
    return send

def register(send, project, approved):
    """Says what was approved. The same again changes nothing."""
    return send("PUT", f"/projects/{urllib.parse.quote(project, safe='')}", approved)

def report(send, database, project, first, last, tokens):
    """Reports all uses of these days at once. Returns how many tokens are known, and how many were used after a stop."""
    head = {"database": database, "project": project, "from": first, "to": last}
    return send("POST", "/usage", [head, *({"token": token} for token in tokens)])

def erase(send, project, day):
    return send("POST", f"/projects/{urllib.parse.quote(project, safe='')}/erasure", {"erased_on": day})

def read(folder, name):
    with open(os.path.join(folder, name), encoding="utf-8-sig") as file: return json.load(file)

def main(folder, project, first, last):
    me, projects = read(folder, "holder.json"), read(folder, "projects.json")
    if project not in projects: sys.exit(f"projects.json has no project {project}")
    send = client(me)
    register(send, project, projects[project])
    if first == "erased": return erase(send, project, last)
    return report(send, me["database"], project, first, last, sys.stdin.read().split())

if __name__ == "__main__":
    if len(sys.argv) != 5: sys.exit(__doc__)
    try: print(json.dumps(main(*sys.argv[1:]), ensure_ascii=False))
    except urllib.error.HTTPError as error: sys.exit(f"{error.code}: {error.read().decode()}")
