#!/usr/bin/env python3
"""Trains a Unigram model with SentencePiece (Debian's spm_train 0.1.97) on novels and prints the log likelihood of their words under it, in nats.

    sentencepiece_unigram.py DATA BYTES VOCABULARY [FILE]

DATA is the folder shared/data. The text is the first BYTES bytes of the novels in the order of their names, up to the last line end; a word is what white space
separates, after the mark U+2581. A word's probability is the sum over all of its segmentations; an unknown character scores 10 less than the lowest token.
FILE, if given, receives the vocabulary and scores.

    5000000 8000: -7964179.7
    1000000 2000: -1819068.8
"""

import collections
import math
import os
import shutil
import subprocess
import sys
import tempfile
import time


def read_lines(data, size):
    folder = os.path.join(data, "text", "novels")
    text = b""
    for name in sorted(os.listdir(folder)):
        if len(text) < size:
            text += open(os.path.join(folder, name), "rb").read()
    text = text[:size]
    text = text[:text.rindex(b"\n") + 1].decode("utf-8")
    return [" ".join(line.split()) for line in text.split("\n") if line.split()]


def log_likelihood(lines, scores):
    counts = collections.Counter("\u2581" + word for line in lines for word in line.split(" "))
    longest = max(map(len, scores))
    unknown = min(scores.values()) - 10
    total = 0.0
    for word, count in counts.items():
        sums = [0.0]
        for end in range(1, len(word) + 1):
            terms = []
            for start in range(max(0, end - longest), end):
                score = scores.get(word[start:end], unknown if end - start == 1 else None)
                if score is not None:
                    terms.append(sums[start] + score)
            most = max(terms)
            sums.append(most + math.log(sum(math.exp(term - most) for term in terms)))
        total += count * sums[-1]
    return total


def main(data, size, vocabulary, target=None):
    lines = read_lines(data, int(size))
    with tempfile.TemporaryDirectory() as folder:
        text, prefix = os.path.join(folder, "text"), os.path.join(folder, "model")
        with open(text, "w", encoding="utf-8") as out:
            out.writelines(line + "\n" for line in lines)
        start = time.time()
        subprocess.run(
            ["spm_train", f"--input={text}", f"--model_prefix={prefix}", "--model_type=unigram", f"--vocab_size={vocabulary}", "--character_coverage=0.9995",
             "--normalization_rule_name=identity", "--max_sentence_length=1000000", f"--num_threads={os.cpu_count()}", "--minloglevel=2"],
            check=True, stderr=subprocess.DEVNULL)
        seconds = time.time() - start
        with open(prefix + ".vocab", encoding="utf-8") as rows:
            rows = [row.rstrip("\n").split("\t") for row in rows]
        if target:
            shutil.copy(prefix + ".vocab", target)
    scores = {token: float(score) for token, score in rows[3:]}
    print(f"log likelihood {log_likelihood(lines, scores):.1f}, trained in {seconds:.1f} s")


main(*sys.argv[1:])
