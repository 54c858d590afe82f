"""The tiny Transformer of translation in PyTorch 1.13, written as well as a good user writes it for the processor. Prints one JSON object.

  --work train      steps on batches of about 4,096 target tokens, padded, of pairs of like lengths: forward, backward, Adam.
                    tokens_per_second counts targets with their ends, never padding; median over the steps
  --work translate  beam search over batches of sources of like lengths, with cached keys and values; sources that are done leave the
                    batch. sentences_per_second over all sources; median over the rounds

4 + 4 layers, 128 wide, 256 feed-forward, 4 heads, one shared embedding of 10,000, drop-out 0.3, labels smoothed by 0.1, post-norm.
Without --processes, --threads and --batch, one process of any number of threads and a process for each processor are measured (training:
each takes its share of a batch, gradients are added in shared memory); translation tries all of them at one batch size, then the fastest at
several. The fastest of all is given, all are under tried. The core type of OpenBLAS comes from the environment (see at_their_best).

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
from torch import multiprocessing

from pytorch_translator import Batch, Search, Transformer, safetensors

SIZES = dict(width=128, inner=256, heads=4, layers=4)
RATE, WARM_UP = 5e-3, 2000


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
    """One of the processes that share the steps. Parameters lie side by side in one vector: Adam is some calls, not some for each tensor."""

    def __init__(self, options, rank, vector, gradients, barrier):
        self.model = model_of(options)
        self.rank, self.gradients, self.barrier = rank, gradients, barrier
        parameters = list(self.model.parameters())
        sizes = [parameter.numel() for parameter in parameters]
        for parameter, value, gradient in zip(parameters, vector.split(sizes), gradients[rank].split(sizes)):
            parameter.data, parameter.grad = value.view(parameter.shape), gradient.view(parameter.shape)
        # Each process updates its share of the parameters.
        count, ranks = len(vector), len(gradients)
        self.share = slice(count * rank // ranks, count * (rank + 1) // ranks)
        self.mine = torch.nn.Parameter(vector[self.share])
        self.optimizer = torch.optim.Adam([self.mine], lr=RATE, betas=(0.9, 0.98), eps=1e-9)
        self.steps = 0
        torch.manual_seed(options.seed + rank)

    def step(self, batch, tokens):
        self.gradients[self.rank].zero_()
        loss = self.model.loss(batch) / tokens
        loss.backward()
        self.barrier.wait()
        self.mine.grad = self.gradients[:, self.share].sum(0) if len(self.gradients) > 1 else self.gradients[0]
        self.steps += 1
        self.optimizer.param_groups[0]["lr"] = RATE * min(self.steps / WARM_UP, (WARM_UP / self.steps) ** 0.5)
        self.optimizer.step()
        self.barrier.wait()
        return loss.item()


def steps(options, rank, threads, work, vector, gradients, barrier):
    """Seconds and loss (of this process's share) of each batch."""
    use_threads(threads)
    trainer = Trainer(options, rank, vector, gradients, barrier)
    counts = [target_tokens(pairs) for pairs in work]
    shares = [Batch(pairs[rank :: len(gradients)]) for pairs in work]
    seconds, losses = [], []
    for batch, count in zip(shares, counts):
        start = time.perf_counter()
        losses.append(trainer.step(batch, count))
        seconds.append(time.perf_counter() - start)
    return seconds, losses


def target_tokens(pairs):
    return sum(len(target) for _, target in pairs)


def train(options, pairs):
    # The first steps allocate.
    work = batches(pairs, options.tokens, options.seed)[: options.steps + 3]
    counts = [target_tokens(batch) for batch in work]
    context, tried = multiprocessing.get_context("spawn"), []
    for processes, threads in ways(options):
        vector = torch.nn.utils.parameters_to_vector(model_of(options).parameters()).detach().share_memory_()
        shared = vector, torch.zeros(processes, len(vector)).share_memory_(), context.Barrier(processes)
        others = [context.Process(target=steps, args=(options, rank, threads, work, *shared)) for rank in range(1, processes)]
        for other in others:
            other.start()
        seconds, losses = steps(options, 0, threads, work, *shared)
        for other in others:
            other.join()
        rates = [count / time for count, time in zip(counts[3:], seconds[3:])]
        way = {"processes": processes, "threads": threads, "tokens_per_second": statistics.median(rates), "ms_per_step": 1e3 * statistics.median(seconds[3:])}
        tried.append(way | {"first_loss": losses[0] * processes, "last_loss": losses[-1] * processes})
    computed = sum(len(batch) * max(len(target) for _, target in batch) for batch in work)
    return {
        "tokens_per_batch": statistics.mean(counts),
        "padding": 1 - sum(counts) / computed,
        "parameters": len(vector),
        **max(tried, key=lambda row: row["tokens_per_second"]),
        "tried": tried,
    }


class Worker:
    """A process that translates batches."""

    def __init__(self, options, threads):
        use_threads(threads)
        Worker.search = Search(model_of(options).requires_grad_(False), options.beams, options.penalty, options.longest, options.until == "decided")

    @staticmethod
    def run(job):
        places, sources = job
        return places, Worker.search(sources)


def translate(options, pairs):
    sources = [source for source, _ in pairs]
    order = sorted(range(len(sources)), key=lambda index: -len(sources[index]))
    translations = [None] * len(sources)

    def run(batch, apply):
        jobs = [order[first : first + batch] for first in range(0, len(order), batch)]
        start = time.perf_counter()
        for places, found in apply(Worker.run, [(places, [sources[place] for place in places]) for places in jobs]):
            for place, translation in zip(places, found):
                translations[place] = translation
        return len(sources) / (time.perf_counter() - start)

    tried = []

    def measure(processes, threads, sizes, rounds):
        with multiprocessing.get_context("spawn").Pool(processes, Worker, (options, threads)) as pool:
            pool.map(Worker.run, [([], sources[:8])] * 4 * processes, 1)  # until all have begun
            for batch in sizes:
                rate = statistics.median(run(batch, pool.imap_unordered) for _ in range(rounds))
                tried.append({"processes": processes, "threads": threads, "batch": batch, "sentences_per_second": rate})

    possible = ways(options)
    if len(possible) > 1:
        for processes, threads in possible:
            measure(processes, threads, [options.batch or 64], 1)
        best = max(tried, key=lambda row: row["sentences_per_second"])
        possible = [(best["processes"], best["threads"])]
    measure(*possible[0], [options.batch] if options.batch else (32, 64, 128), options.rounds)
    if options.output:
        with open(options.output, "w", encoding="utf-8") as file:
            file.writelines(json.dumps({"target": tokens, "score": score}) + "\n" for tokens, score in translations)
    return {
        "sentences": len(sources),
        "tokens": sum(len(tokens) + 1 for tokens, _ in translations),
        "beams": options.beams,
        "until": options.until,
        **max(tried, key=lambda row: row["sentences_per_second"]),
        "tried": tried,
    }


def ways(options):
    """Processes and threads of each: one process with any number of threads, and as many processes as processors."""
    if options.threads or options.processes:
        return [(options.processes or 1, options.threads or 1)]
    processors = os.cpu_count()
    return [(1, threads) for threads in range(1, processors + 1)] + [(processors, 1)]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--work", choices=("train", "translate"), default="train")
    parser.add_argument("--pairs", metavar="FILE")
    parser.add_argument("--weights", metavar="FILE")
    parser.add_argument("--output", metavar="FILE")
    parser.add_argument("--processes", type=int)
    parser.add_argument("--threads", type=int, help="of each process")
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
    parser.add_argument("--until", choices=("decided", "ended"), default="decided", help="when a source is done: see Search")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--json", action="store_true", help="the object on one line")
    options = parser.parse_args()
    result = {"peer": f"pytorch {torch.__version__}", "work": options.work}
    result |= {"train": train, "translate": translate}[options.work](options, pairs_of(options))
    peak = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    result |= {"peak_bytes": 1024 * peak, **facts()}  # of the largest process
    print(json.dumps(result, indent=None if options.json else 2))


if __name__ == "__main__":
    main()
