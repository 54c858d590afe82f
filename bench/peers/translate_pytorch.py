"""The tiny Transformer of translation in PyTorch 1.13, written as well as a good user writes it for the processor. Prints one JSON object.

  --work train      steps on batches of about 4,096 target tokens, padded, of pairs of like lengths: forward, backward, Adam.
                    tokens_per_second counts targets with their ends, never padding; median over the steps
  --work translate  beam search over batches of sources of like lengths, with cached keys and values; sources that are done leave the
                    batch. sentences_per_second over all sources; median over the rounds

4 + 4 layers, 128 wide, 256 feed-forward, 4 heads, one shared embedding of 10,000, drop-out 0.3, labels smoothed by 0.1, post-norm.
Without --threads and --batch all numbers of threads up to that of the processors and several batch sizes are measured, and the fastest
given; the others are listed under tried. The core type of OpenBLAS comes from the environment (see at_their_best).

  --pairs FILE    JSON lines of {"source": [ids], "target": [ids]}, both ending in the end token. Without it, random pairs with lengths
                  as Multi30k's
  --weights FILE  model.safetensors with the names of Hugging Face's Marian; a model with final norms is pre-norm. Without it, random ones
  --output FILE   translations: JSON lines of {"target": [ids], "score": number} in the order of the pairs, targets without their ends
"""
import argparse
import json
import os
import random
import resource
import statistics
import time

from pytorch_settings import facts, use_threads

import torch

from pytorch_translator import Batch, Search, Transformer, safetensors

SIZES = dict(width=128, inner=256, heads=4, layers=4)


def pairs_of(options):
    if options.pairs:
        with open(options.pairs, encoding="utf-8") as file:
            return [(row["source"], row["target"]) for row in map(json.loads, file)]
    draw = random.Random(options.seed)

    def sentence(length):
        return [draw.randrange(1, options.vocabulary) for _ in range(max(3, min(40, length)))] + [0]

    lengths = [round(draw.gauss(13, 4)) for _ in range(29000 if options.work == "train" else 1000)]
    return [(sentence(length), sentence(round(length + draw.gauss(0, 2)))) for length in lengths]


def model_of(options):
    torch.manual_seed(options.seed)
    tensors = safetensors(options.weights) if options.weights else {}
    vocabulary = len(tensors["model.shared.weight"]) if tensors else options.vocabulary
    model = Transformer(
        vocabulary=vocabulary, dropout=options.dropout, smoothing=options.smoothing, is_pre_norm="model.encoder.layer_norm.weight" in tensors, **SIZES
    )
    if tensors:
        model.load(tensors)
    return model


def batches(pairs, tokens, seed):
    """Pairs of like lengths, about as many target tokens in each batch, in random order."""
    result, total = [[]], 0
    for pair in sorted(pairs, key=lambda pair: (len(pair[1]), len(pair[0]))):
        if total + len(pair[1]) > tokens and result[-1]:
            result.append([])
            total = 0
        result[-1].append(pair)
        total += len(pair[1])
    random.Random(seed).shuffle(result)
    return result


class Trainer:
    """All parameters lie side by side in one vector, and so do their gradients: Adam is some calls, not some for each tensor."""

    def __init__(self, model, rate=5e-3):
        self.model = model
        parameters = list(model.parameters())
        self.vector = torch.nn.Parameter(torch.cat([parameter.detach().flatten() for parameter in parameters]))
        self.vector.grad = torch.zeros_like(self.vector)
        sizes = [parameter.numel() for parameter in parameters]
        for parameter, value, gradient in zip(parameters, self.vector.data.split(sizes), self.vector.grad.split(sizes)):
            parameter.data, parameter.grad = value.view(parameter.shape), gradient.view(parameter.shape)
        self.optimizer = torch.optim.Adam([self.vector], lr=rate, betas=(0.9, 0.98), eps=1e-9)
        self.rate, self.steps = rate, 0

    def step(self, pairs, warm_up=2000):
        batch = Batch(pairs)
        loss = self.model.loss(batch) / len(batch.labels)
        loss.backward()
        self.steps += 1
        self.optimizer.param_groups[0]["lr"] = self.rate * min(self.steps / warm_up, (warm_up / self.steps) ** 0.5)
        self.optimizer.step()
        self.optimizer.zero_grad(set_to_none=False)
        return loss.item()


def train(options, pairs):
    trainer = Trainer(model_of(options))
    # The first steps allocate.
    work = batches(pairs, options.tokens, options.seed)[: options.steps + 3]
    counts = [sum(len(target) for _, target in batch) for batch in work]
    tried, losses = [], []
    for threads in [options.threads] if options.threads else range(1, os.cpu_count() + 1):
        use_threads(threads)
        rates = []
        for batch, count in zip(work, counts):
            start = time.perf_counter()
            losses.append(trainer.step(batch))
            rates.append(count / (time.perf_counter() - start))
        tried.append({"threads": threads, "tokens_per_second": statistics.median(rates[3:]), "ms_per_step": 1e3 * statistics.median(c / r for c, r in list(zip(counts, rates))[3:])})
    computed = sum(len(batch) * max(len(target) for _, target in batch) for batch in work)
    return {
        "tokens_per_batch": statistics.mean(counts),
        "padding": 1 - sum(counts) / computed,
        "parameters": trainer.vector.numel(),
        "first_loss": losses[0],
        "last_loss": losses[-1],
        **max(tried, key=lambda row: row["tokens_per_second"]),
        "tried": tried,
    }


def translate(options, pairs):
    search = Search(model_of(options).requires_grad_(False), options.beams, options.penalty, options.longest)
    sources = [source for source, _ in pairs]
    order = sorted(range(len(sources)), key=lambda index: len(sources[index]))
    translations = [None] * len(sources)

    def run(batch):
        start = time.perf_counter()
        for first in range(0, len(order), batch):
            places = order[first : first + batch]
            for place, found in zip(places, search([sources[place] for place in places])):
                translations[place] = found
        return len(sources) / (time.perf_counter() - start)

    tried = []
    for threads in [options.threads] if options.threads else range(1, os.cpu_count() + 1):
        use_threads(threads)
        for batch in [options.batch] if options.batch else (32, 64, 128, 256, 1000):
            tried.append({"threads": threads, "batch": batch, "sentences_per_second": statistics.median(run(batch) for _ in range(options.rounds))})
    if options.output:
        with open(options.output, "w", encoding="utf-8") as file:
            file.writelines(json.dumps({"target": tokens, "score": score}) + "\n" for tokens, score in translations)
    return {
        "sentences": len(sources),
        "tokens": sum(len(tokens) + 1 for tokens, _ in translations),
        "beams": options.beams,
        **max(tried, key=lambda row: row["sentences_per_second"]),
        "tried": tried,
    }


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--work", choices=("train", "translate"), default="train")
    parser.add_argument("--pairs", metavar="FILE")
    parser.add_argument("--weights", metavar="FILE")
    parser.add_argument("--output", metavar="FILE")
    parser.add_argument("--threads", type=int)
    parser.add_argument("--vocabulary", type=int, default=10000, help="of random weights")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--tokens", type=int, default=4096, help="target tokens of a batch")
    parser.add_argument("--steps", type=int, default=20, help="timed ones, after three others")
    parser.add_argument("--dropout", type=float, default=0.3)
    parser.add_argument("--smoothing", type=float, default=0.1)
    parser.add_argument("--batch", type=int, help="sources translated at a time")
    parser.add_argument("--beams", type=int, default=5)
    parser.add_argument("--penalty", type=float, default=1.0, help="exponent of the length by which a sum of log-probabilities is divided")
    parser.add_argument("--longest", type=int, default=50, help="tokens that a translation may have more than its source")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--json", action="store_true", help="the object on one line")
    options = parser.parse_args()
    result = {"peer": f"pytorch {torch.__version__}", "work": options.work}
    result |= {"train": train, "translate": translate}[options.work](options, pairs_of(options))
    result |= {"peak_bytes": 1024 * resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, **facts()}
    print(json.dumps(result, indent=None if options.json else 2))


main()
