"""A client that sends its whole body before it reads: http.client, and urllib, which is built on it.

python3 client.py <url> <access token> <lines>   prints what came back, as JSON.
"""
import http.client, json, sys, urllib.parse

url, token, count = urllib.parse.urlsplit(sys.argv[1]), sys.argv[2], int(sys.argv[3])
# 64 characters that JSON escapes: many such lines fill every buffer between both sides.
refs = [str(i).ljust(64, "\x01") for i in range(count)]
body = "".join(json.dumps({"ref": ref, "token": "nobody"}) + "\n" for ref in refs).encode()
connection = http.client.HTTPConnection(url.hostname, url.port, timeout=120)
headers = {"Authorization": "Bearer " + token, "Content-Type": "application/x-ndjson"}
connection.request("POST", f"{url.path}?{url.query}", body, headers)
response = connection.getresponse()
lines = response.read().decode().rstrip("\n").split("\n")
answers = [json.loads(line) for line in lines]
whole = 0
while whole < len(answers) and answers[whole].get("ref") == refs[whole]: whole += 1
print(json.dumps({"status": response.status, "answers": len(answers), "whole": whole, "last": answers[-1]}))
