"""Trains and translates with Attune and with PyTorch in turn, several rounds, and prints medians and the median of the ratios round by round."""
import argparse
import array
import json
import os
import statistics
import struct
import subprocess
import sys
import tempfile

from side_by_side import HERE, lines

STEPS, SKIPPED = 60, 20


def sentences(path, end):
    """The sentences of a token file: a head of 32 bytes (magic, bytes of an id, number of ids), then ids."""
    with open(path, "rb") as file:
        width, count = struct.unpack("<8xi4xq8x", file.read(32))
        ids = array.array("H" if width == 2 else "i", file.read(width * count))
    sentence = []
    for token in ids:
        sentence.append(token)
        if token == end:
            yield sentence
            sentence = []


def write_pairs(path, sources, targets):
    with open(path, "w", encoding="utf-8") as file:
        file.writelines(json.dumps({"source": source, "target": target}) + "\n" for source, target in zip(sources, targets))


def attune_training(program, data, folder):
    """Tokens a second of a fresh run of the recipe on the run's own pairs, steps after the first ones."""
    out = tempfile.mkdtemp(dir=folder)
    subprocess.run(
        [program, "train", "--recipe", "transformer-tiny", "--pairs", *data["pairs"], "--steps", str(STEPS), "--evaluate-every", "1000", "--save-every", "0", "--sample-every", "0",
         "--average-checkpoints", "0", "--validation-share", "0.001", "--out", out + "/run"],
        check=True, stdout=subprocess.DEVNULL)
    with open(out + "/run/metrics.jsonl", encoding="utf-8") as file:
        rows = [json.loads(line) for line in file]
    return statistics.median(row["tokens_per_second"] for row in rows[SKIPPED:-1]), statistics.median(row["of_peak"] for row in rows[SKIPPED:-1])


def attune_translations(program, run, test):
    done = subprocess.run([program, "translate", run, "--file", test, "--json"], check=True, capture_output=True, text=True)
    return [json.loads(line) for line in done.stdout.splitlines()]


def attune_rate(bench, run, test):
    """Sentences a second, warmed up as the peer is, and how many rows the decoder computed for them."""
    (row,) = lines(["dotnet", bench, "translate", run, test])
    return row


def pytorch(work, *options):
    (row,) = lines(["/usr/bin/python3", os.path.join(HERE, "translate_pytorch.py"), "--work", work, "--json", *options])
    return row


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--attune", required=True)
    parser.add_argument("--bench", required=True, help="Attune.Benchmarks.dll")
    parser.add_argument("--run", required=True)
    parser.add_argument("--test", required=True)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    with open(os.path.join(options.run, "training.json"), encoding="utf-8") as file:
        data = json.load(file)
    with open(os.path.join(options.run, "tokenizer.json"), encoding="utf-8") as file:
        end = next(token["id"] for token in json.load(file)["added_tokens"] if token["content"] == "<|endoftext|>")
    with tempfile.TemporaryDirectory() as folder:
        tokens = os.path.join(options.run, "data", "training.{}.tokens")
        write_pairs(folder + "/train", sentences(tokens.format("source"), end), sentences(tokens.format("target"), end))
        rows = attune_translations(options.attune, options.run, options.test)
        write_pairs(folder + "/test", [row["source_tokens"] + [end] for row in rows], [[end]] * len(rows))
        training, translation, peaks, agreement = [], [], [], None
        for round_number in range(options.rounds):
            print(f"round {round_number + 1} of {options.rounds}", file=sys.stderr, flush=True)
            ours, of_peak = attune_training(options.attune, data, folder)
            theirs = pytorch("train", "--pairs", folder + "/train")
            training.append((ours, theirs))
            peaks.append(of_peak)
            counted = attune_rate(options.bench, options.run, options.test)
            theirs = pytorch("translate", "--pairs", folder + "/test", "--weights", os.path.join(options.run, "model.safetensors"), "--output", folder + "/output")
            translation.append((counted["sentences_per_second"], theirs))
            with open(folder + "/output", encoding="utf-8") as file:
                agreement = sum(row["tokens"] == json.loads(line)["target"] for row, line in zip(rows, file)), len(rows)

    peer = training[0][1]
    print(f"{peer['peer']}, OpenBLAS for {peer['openblas_core']}, vectors {peer['vector_capability']}")
    for name, results, unit, rate in (
        ("training", training, "target tokens/s", "tokens_per_second"), ("translation, beam 5", translation, "sentences/s", "sentences_per_second")):
        us = statistics.median(row[0] for row in results)
        print(f"{name}: Attune {us:,.0f} {unit}")
        for what, best in (("at its best", lambda tried: tried), ("in one process", lambda tried: [way for way in tried if way["processes"] == 1])):
            ways = [max(best(theirs["tried"]), key=lambda way: way[rate]) for _, theirs in results]
            them, ratio = statistics.median(way[rate] for way in ways), statistics.median(row[0] / way[rate] for row, way in zip(results, ways))
            print(f"  PyTorch {what}: {them:,.0f} ({ways[0]['processes']} x {ways[0]['threads']} threads); {ratio:.2f} times")
    print(
        f"Attune's decoder computed {counted['decoder_rows']:,} rows for {counted['running_beams']:,} beams that ran, sentence by sentence and step by step;"
        f" with padding {counted['decoder_rows_if_padded']:,}")
    print(f"Attune trains at {statistics.median(peaks):.0%} of the FMA peak; both translate {agreement[0]:,} of {agreement[1]:,} sentences alike")


main()
