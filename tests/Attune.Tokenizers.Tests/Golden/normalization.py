#!/usr/bin/env python3
"""Writes normalization.json: random strings with what Python's unicodedata and SentencePiece's spm_normalize make of them.

Usage: python3 normalization.py MODEL, a SentencePiece model (shared/data/tokenizers/sentencepiece/test_model.model). Characters are taken from those that
Python's Unicode (14.0 or later) knows.
"""
import json
import random
import subprocess
import sys
import tempfile
import unicodedata
from pathlib import Path

random.seed(20)
EVERYTHING = [c for c in range(0x30000) if unicodedata.category(chr(c)) not in ("Cn", "Cs", "Co")]
DECOMPOSING = [c for c in EVERYTHING if unicodedata.decomposition(chr(c))]
MARKS = [c for c in EVERYTHING if unicodedata.combining(chr(c))]
CAPITALS = [c for c in EVERYTHING if chr(c).lower() != chr(c)]
HANGUL = list(range(0x1100, 0x1113)) + list(range(0x1161, 0x1176)) + list(range(0x11A7, 0x11C3)) + [0xAC00, 0xAC01, 0xD7A3, 0xB098]
LATIN = list(range(0x41, 0x250)) + [0x20, 0x20, 0x301, 0x323, 0x327, 0x130, 0x131, 0x345]
ALPHABETS = [EVERYTHING, DECOMPOSING, MARKS, MARKS + LATIN, CAPITALS, HANGUL, LATIN]


def text():
    alphabet = random.choice(ALPHABETS)
    return "".join(chr(random.choice(random.choice([alphabet, alphabet, alphabet, LATIN]))) for _ in range(random.randint(1, 24)))


def forms():
    for _ in range(400):
        s = text()
        yield [s] + [unicodedata.normalize(f, s) for f in ("NFC", "NFD", "NFKC", "NFKD")] + ["".join(c.lower() for c in s)]


def sentencepiece(model):
    lines = ["  two  spaces ", "▁ a ▁▁ ", "ﬁne Ａ１ ㍿", "A\u0300 e\u0301\u0323 \u00a0x\u3000y", "tab\tand\u200bzero", "ｶﾞｷﾞ ｱ", "\u1112\u1161\u11ab 한", " ▁ "]
    for _ in range(200):
        s = text().translate({10: None, 13: None, 0: None})
        lines.append(s)
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "in").write_text("".join(s + "\n" for s in lines), newline="\n")
        def run(*more):
            subprocess.run(["spm_normalize", f"--model={model}", f"--input={folder}/in", f"--output={folder}/out", *more], check=True)
            return (Path(folder) / "out").read_bytes().decode().split("\n")[:-1]
        plain, internal = run("--remove_extra_whitespaces=false"), run("--use_internal_normalization")
    assert len(lines) == len(plain) == len(internal)
    return [list(x) for x in zip(lines, plain, internal)]


Path(__file__).with_suffix(".json").write_text(json.dumps({"forms": list(forms()), "sentencepiece": sentencepiece(sys.argv[1])}).replace("], [", "],\n[") + "\n")
