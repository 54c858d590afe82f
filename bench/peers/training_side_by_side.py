"""Runs training steps of Attune and of PyTorch in turn, several rounds, and prints medians and the median of the ratios round by round."""
import argparse
import os
import statistics
import sys
from collections import defaultdict

from side_by_side import HERE, lines

# Attune's model, PyTorch's work, batch, length, type. Both are the same model: GPT-2's GELU, and biases where the work has them (nanoGPT has none).
WORKS = [
    ("nanogpt-cpu", "nanogpt", 12, 64, "f32"),
    ("gpt2-124m", "gpt2", 4, 64, "f32"),
    ("gpt2-124m", "gpt2", 4, 64, "bf16"),
    ("gpt2-124m", "gpt2", 1, 1024, "f32"),
    ("gpt2-124m", "gpt2", 1, 1024, "bf16"),
]


def fastest(command):
    return max(lines(command), key=lambda row: row["tokens_per_second"])


def attune(program, model, batch, length, kind):
    return fastest([program, "bench", "train", "--model", model, "--batch", str(batch), "--length", str(length), "--type", kind, "--json"])


def pytorch(work, batch, length, kind):
    sizes = ["--batch", str(batch), "--length", str(length), "--type", kind]
    return fastest(["/usr/bin/python3", os.path.join(HERE, "train_pytorch.py"), "--work", work, "--gelu", "tanh", *sizes, "--json"])


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--attune", required=True)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    ours, theirs = defaultdict(list), defaultdict(list)
    for round_number in range(options.rounds):
        print(f"round {round_number + 1} of {options.rounds}", file=sys.stderr, flush=True)
        for key in WORKS:
            model, work, *sizes = key
            ours[key].append(attune(options.attune, model, *sizes))
            theirs[key].append(pytorch(work, *sizes))
    peer = next(iter(theirs.values()))[0]
    print(f"{peer['peer']}, OpenBLAS for {peer['openblas_core']}, vectors {peer['vector_capability']}; tokens/s, MB at the peak")
    print(f"{'work':32} {'Attune':>8} {'of peak':>8} {'memory':>7} {'PyTorch':>8} {'threads':>7} {'memory':>7} {'ratio':>6}")
    for key in WORKS:
        model, _, batch, length, kind = key

        def median(rows, field):
            return statistics.median(row[field] for row in rows)

        ratio = statistics.median(a["tokens_per_second"] / p["tokens_per_second"] for a, p in zip(ours[key], theirs[key]))
        us = f"{median(ours[key], 'tokens_per_second'):8.0f} {median(ours[key], 'of_peak'):8.1%} {median(ours[key], 'peak_bytes') / 1e6:7.0f}"
        them = f"{median(theirs[key], 'tokens_per_second'):8.0f} {median(theirs[key], 'threads'):7.0f} {median(theirs[key], 'peak_bytes') / 1e6:7.0f}"
        print(f"{f'{model} {batch} x {length} {kind}':32} {us} {them} {ratio:6.2f}")


main()
