"""Runs Attune and its peers in turn, several rounds, and prints medians and the median of the ratios round by round."""
import argparse
import json
import os
import statistics
import subprocess
import sys
from collections import defaultdict

HERE = os.path.dirname(os.path.abspath(__file__))


def lines(command):
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    return [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]


def attune(program):
    """Attune's own rows in the words of the peers. ONNX Runtime packs constant weights in advance: it is compared with packed products."""
    packed = {}
    for command in [["gemm"], ["gemm", "--packed"], ["attention"], ["elementwise"]]:
        for row in lines([program, "bench", *command, "--json"]):
            if row.get("type") != "f32" or "of_peak" not in row:
                continue
            if row["bench"] == "gemm":
                work = f"gemm {row['m']}x{row['n']}x{row['k']}" + (" packed" if row["packed"] else "")
                packed[work, row["threads"]] = row
                yield work, row["threads"], row["gflops"], row["of_peak"]
            elif row["bench"] == "attention":
                work = f"{row['length']}x{row['heads']}x{row['dim']}"
                yield f"attention forward {work}", row["threads"], row["gflops"], row["of_peak"]
            elif row["bench"] == "elementwise":
                yield row["work"], row["threads"], row["gbps"], row["of_peak"]
    # Its chain goes there and back between 128 and 512 columns: as many operations in each, so the harmonic mean of the rates.
    pair = [packed[f"gemm 768x{shape} packed", 2] for shape in ("512x128", "128x512")]
    yield "gemm 768: 128-512-128 packed", 2, *(statistics.harmonic_mean(row[key] for row in pair) for key in ("gflops", "of_peak"))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--attune", required=True)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    peers = [
        ["/usr/bin/python3", os.path.join(HERE, "openblas.py")],
        ["/usr/bin/python3", os.path.join(HERE, "pytorch.py")],
        ["node", os.path.join(HERE, "onnxruntime.mjs")],
    ]
    ours, of_peak = defaultdict(list), defaultdict(list)
    rates, ratios = defaultdict(list), defaultdict(list)
    for round_number in range(options.rounds):
        print(f"round {round_number + 1} of {options.rounds}", file=sys.stderr, flush=True)
        for work, threads, rate, fraction in attune(options.attune):
            ours[work, threads].append(rate)
            of_peak[work, threads].append(fraction)
        for command in peers:
            for row in lines(command):
                key = row["work"], row["threads"]
                rates[key + (row["peer"],)].append(row["rate"])
                if key in ours:
                    ratios[key + (row["peer"],)].append(ours[key][-1] / row["rate"])
    print(f"{'work':38} {'threads':>7} {'Attune':>8} {'of peak':>8}   {'peer':26} {'rate':>8} {'ratio':>6}")
    for key in ours:
        head = f"{key[0]:38} {key[1]:7} {statistics.median(ours[key]):8.1f} {statistics.median(of_peak[key]):8.1%}"
        compared = [peer for peer in rates if peer[:2] == key]
        for peer in compared:
            print(f"{head}   {peer[2]:26} {statistics.median(rates[peer]):8.1f} {statistics.median(ratios[peer]):6.2f}")
        if not compared:
            print(head)


if __name__ == "__main__":
    main()
