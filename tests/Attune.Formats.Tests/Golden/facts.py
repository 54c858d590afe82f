#!/usr/bin/python3
"""Prints what RealFileTests.cs expects of the real vocabularies, read without Attune: GGUF and tokenizer.bin with struct, the
SentencePiece model with Debian's python3-sentencepiece. Usage: facts.py path/to/shared/data

A digest is the SHA-256 of, for each piece in order, its length as four little-endian bytes, then its bytes."""
import hashlib
import struct
import sys

import sentencepiece


def digest(pieces):
    sha = hashlib.sha256()
    for piece in pieces:
        sha.update(struct.pack("<i", len(piece)) + piece)
    return sha.hexdigest().upper()


def gguf(path):
    data = open(path, "rb").read()
    position = 24
    formats = {0: "B", 1: "b", 2: "H", 3: "h", 4: "I", 5: "i", 6: "f", 7: "?", 10: "Q", 11: "q", 12: "d"}

    def read(form):
        nonlocal position
        values = struct.unpack_from("<" + form, data, position)
        position += struct.calcsize("<" + form)
        return values

    def string():
        nonlocal position
        (length,) = read("Q")
        position += length
        return data[position - length:position]

    def value(kind):
        if kind == 8:
            return string()
        if kind == 9:
            element, count = read("IQ")
            return [value(element) for _ in range(count)]
        return read(formats[kind])[0]

    tensors, values = struct.unpack_from("<QQ", data, 8)
    result = {}
    for _ in range(values):
        key = string().decode()
        result[key] = value(*read("I"))
    assert position == len(data) and tensors == 0
    return result


root = sys.argv[1]
for name in ("gpt-2", "llama-spm", "bert-bge"):
    facts = gguf(f"{root}/tokenizers/gguf/ggml-vocab-{name}.gguf")
    print(name, len(facts), "values", facts["general.name"])
    for key in ("tokens", "merges"):
        strings = facts.get("tokenizer.ggml." + key)
        if strings:
            print("", key, len(strings), digest(strings))
    print(" token_type sum", sum(facts["tokenizer.ggml.token_type"]), "scores sum", sum(facts.get("tokenizer.ggml.scores", [])))

model = sentencepiece.SentencePieceProcessor(model_file=f"{root}/tokenizers/sentencepiece/test_model.model")
ids = range(len(model))
print("test_model", len(model), digest([model.id_to_piece(id).encode() for id in ids]))
print(" scores sum", repr(sum(model.get_score(id) for id in ids)), "unknown", model.unk_id(), "control", [id for id in ids if model.is_control(id)])

data = open(f"{root}/weights/stories260K/tok512.bin", "rb").read()
(longest,) = struct.unpack_from("<i", data)
position, tokens, scores = 4, [], []
while position < len(data):
    score, length = struct.unpack_from("<fi", data, position)
    position += 8 + length
    scores.append(score)
    tokens.append(data[position - length:position])
print("tok512", len(tokens), "longest", longest, max(map(len, tokens)), digest(tokens), "scores sum", sum(scores))
