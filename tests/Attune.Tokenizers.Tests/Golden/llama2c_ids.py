"""Ids of a text by the algorithm of llama2.c's run.c (encode), written plainly: characters, or bytes where there is no such
token, then again and again the adjacent pair whose join has the greatest score, the first of equals.

usage: llama2c_ids.py tok512.bin stories260K.md > llama2c_ids.json
The text is the story that the .md shows (between the line that begins with "$ ./run" and the closing fence)."""
import json, struct, sys

data = open(sys.argv[1], "rb").read()
tokens, scores, at = [], [], 4
while at < len(data):
    score, length = struct.unpack_from("<fi", data, at)
    tokens.append(data[at + 8:at + 8 + length])
    scores.append(score)
    at += 8 + length
by_bytes = {}
for i, token in enumerate(tokens):
    by_bytes.setdefault(token, i)

lines = open(sys.argv[2], encoding="utf-8").read().split("\n")
begin = next(i for i, line in enumerate(lines) if line.startswith("$ ./run")) + 1
end = next(i for i in range(begin, len(lines)) if lines[i].startswith("```"))
text = "\n".join(lines[begin:end])

ids = [by_bytes[b" "]] if text else []
for character in text:
    coded = character.encode()
    ids += [by_bytes[coded]] if coded in by_bytes else [byte + 3 for byte in coded]
while True:
    best, where = -1e10, -1
    for i in range(len(ids) - 1):
        joined = by_bytes.get(tokens[ids[i]] + tokens[ids[i + 1]])
        if joined is not None and scores[joined] > best:
            best, where, merged = scores[joined], i, joined
    if where < 0:
        break
    ids[where:where + 2] = [merged]
print(json.dumps(ids, separators=(",", ":")))
