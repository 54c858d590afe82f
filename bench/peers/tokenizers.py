"""Runs Attune's and npm tiktoken's cl100k in turn, several rounds, and prints medians and the median of the ratios round by round."""
import argparse
import json
import os
import statistics
import subprocess

HERE = os.path.dirname(os.path.abspath(__file__))


def lines(command):
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True, cwd=HERE)
    return [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]


parser = argparse.ArgumentParser()
parser.add_argument("--attune", required=True)
parser.add_argument("--texts", required=True)
parser.add_argument("--tokenizer", required=True)
parser.add_argument("--rounds", type=int, default=5)
options = parser.parse_args()
texts, tokenizer = os.path.abspath(options.texts), os.path.abspath(options.tokenizer)
ours, two, theirs, ratios = {}, [], [], {}
for _ in range(options.rounds):
    rows = lines([options.attune, "bench", "tokenizer", "--tokenizer", tokenizer, "--data", texts, "--json"])
    peer = lines(["node", "tiktoken.mjs", texts])[0]
    theirs.append(peer["rate"])
    for row in rows:
        assert row["tokens"] == peer["tokens"], f"token counts differ: {row['tokens']} and {peer['tokens']}"
        ours.setdefault((row["work"], row["threads"]), []).append(row["mbps"])
        ratios.setdefault((row["work"], row["threads"]), []).append(row["mbps"] / peer["rate"])
print(f"npm tiktoken, 1 thread: {statistics.median(theirs):.1f} MB/s")
print(f"{'work':16} {'threads':>7} {'MB/s':>8} {'ratio':>7} {'of 1 thread':>12}")
for (work, threads), rates in ours.items():
    scaling = statistics.median(a / b for a, b in zip(rates, ours[work, 1])) if (work, 1) in ours else float("nan")
    print(f"{work:16} {threads:7} {statistics.median(rates):8.1f} {statistics.median(ratios[work, threads]):7.2f} {scaling:12.2f}")
