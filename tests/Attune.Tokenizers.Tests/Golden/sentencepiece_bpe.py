#!/usr/bin/env python3
"""Trains byte-pair encoding with SentencePiece (Debian's spm_train 0.1.97) on novels and prints how many tokens their words then are.

    sentencepiece_bpe.py DATA BYTES VOCABULARY

DATA is the folder shared/data. The text is the first BYTES bytes of the novels in the order of their names, up to the last line end, each run of white space as
one space.

    5000000 8000: 1222908 tokens for 4956569 bytes
"""

import os
import subprocess
import sys
import tempfile


def main(data, size, vocabulary):
    folder = os.path.join(data, "text", "novels")
    text = b""
    for name in sorted(os.listdir(folder)):
        if len(text) < size:
            text += open(os.path.join(folder, name), "rb").read()
    text = text[:size]
    text = text[:text.rindex(b"\n") + 1].decode("utf-8")
    lines = [" ".join(line.split()) for line in text.split("\n") if line.split()]
    with tempfile.TemporaryDirectory() as folder:
        path, prefix = os.path.join(folder, "text"), os.path.join(folder, "model")
        with open(path, "w", encoding="utf-8") as out:
            out.writelines(line + "\n" for line in lines)
        subprocess.run(
            ["spm_train", f"--input={path}", f"--model_prefix={prefix}", "--model_type=bpe", f"--vocab_size={vocabulary}", "--character_coverage=0.9995",
             "--normalization_rule_name=identity", "--max_sentence_length=1000000", "--minloglevel=2"],
            check=True, stderr=subprocess.DEVNULL)
        ids = subprocess.run(["spm_encode", f"--model={prefix}.model", "--output_format=id", f"--input={path}"], check=True, capture_output=True).stdout
    print(f"{len(ids.split())} tokens for {sum(len(line.encode()) + 1 for line in lines)} bytes")


main(sys.argv[1], int(sys.argv[2]), sys.argv[3])
