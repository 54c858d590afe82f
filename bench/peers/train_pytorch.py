"""Training steps of GPT-2 in PyTorch 1.13, written as well as a good user writes them for the processor. Prints one JSON object.

  --work nanogpt      nanoGPT's CPU recipe: 4 layers, 4 heads, width 128, context 64, batch 12, 65 characters, no dropout, AdamW
                      (learning rate 1e-3, betas 0.9 and 0.99, weight decay 0.1 on matrices), gradients clipped at norm 1
  --work gpt2         GPT-2 124M on random tokens, by default 4 sequences of 64; f32, or bf16 (autocast, f32 weights and optimizer)
  --shakespeare FILE  trains nanoGPT's recipe for 2000 steps (learning rate 1e-3 to 1e-4 by a cosine, 100 steps of warm-up) and gives
                      the loss over the whole validation split: the last tenth of the file in non-overlapping windows of 64

nanoGPT itself has neither bias in linear and normalization layers nor the tanh form of GELU (--bias no --gelu exact); GPT-2 has both.
A step is forward, backward, clipping, AdamW; ms_without_optimizer is forward and backward alone. Times are medians. Without
--threads every number of threads up to that of the processors is measured and the fastest given. The core type of OpenBLAS comes from
the environment (see at_their_best).
"""
import argparse
import json
import math
import os
import resource
import statistics
import time
from contextlib import nullcontext

from pytorch_settings import facts, use_threads

import torch
from torch import nn
from torch.nn import functional as F

WORKS = {
    "nanogpt": dict(layers=4, heads=4, width=128, vocabulary=65, positions=64, batch=12, length=64, bias="no", gelu="exact", beta2=0.99, rate=1e-3),
    "gpt2": dict(layers=12, heads=12, width=768, vocabulary=50257, positions=1024, batch=4, length=64, bias="yes", gelu="tanh", beta2=0.95, rate=6e-4),
}


class Attention(nn.Module):
    def __init__(self, width, heads, bias):
        super().__init__()
        self.heads = heads
        self.c_attn = nn.Linear(width, 3 * width, bias)
        self.c_proj = nn.Linear(width, width, bias)

    def forward(self, x, mask):
        batch, length, width = x.shape
        dim = width // self.heads
        # One copy puts query, key and value of each head together: [3, B*H, N, D].
        query, key, value = self.c_attn(x).view(batch, length, 3, self.heads, dim).permute(2, 0, 3, 1, 4).reshape(3, -1, length, dim).unbind()
        # There is no fused attention for the processor in this version; the mask and the scale ride on the product.
        scores = torch.baddbmm(mask, query, key.transpose(1, 2), alpha=1 / math.sqrt(dim))
        mixed = torch.bmm(torch.softmax(scores, -1), value)
        return self.c_proj(mixed.view(batch, self.heads, length, dim).transpose(1, 2).reshape(batch, length, width))


class Normalization(nn.Module):
    """nn.LayerNorm of this version always has a bias."""

    def __init__(self, width, bias):
        super().__init__()
        self.weight = nn.Parameter(torch.ones(width))
        self.bias = nn.Parameter(torch.zeros(width)) if bias else None

    def forward(self, x):
        return F.layer_norm(x, self.weight.shape, self.weight, self.bias, 1e-5)


class Block(nn.Module):
    def __init__(self, width, heads, bias, gelu):
        super().__init__()
        self.ln_1, self.ln_2 = Normalization(width, bias), Normalization(width, bias)
        self.attn = Attention(width, heads, bias)
        self.c_fc, self.c_proj = nn.Linear(width, 4 * width, bias), nn.Linear(4 * width, width, bias)
        self.gelu = gelu

    def forward(self, x, mask):
        x = x + self.attn(self.ln_1(x), mask)
        return x + self.c_proj(F.gelu(self.c_fc(self.ln_2(x)), approximate=self.gelu))


class Gpt2(nn.Module):
    def __init__(self, layers, heads, width, vocabulary, positions, bias, gelu):
        super().__init__()
        bias, gelu = bias == "yes", "tanh" if gelu == "tanh" else "none"
        self.heads = heads
        self.wte, self.wpe = nn.Embedding(vocabulary, width), nn.Embedding(positions, width)
        self.h = nn.ModuleList(Block(width, heads, bias, gelu) for _ in range(layers))
        self.ln_f = Normalization(width, bias)
        for name, parameter in self.named_parameters():
            if parameter.dim() == 2:
                nn.init.normal_(parameter, std=0.02 / math.sqrt(2 * layers) if name.endswith("c_proj.weight") else 0.02)
            elif name.endswith("bias"):
                nn.init.zeros_(parameter)

    def forward(self, tokens, labels):
        batch, length = tokens.shape
        x = self.wte(tokens) + self.wpe.weight[:length]
        mask = torch.full((length, length), -math.inf, dtype=torch.bfloat16 if torch.is_autocast_cpu_enabled() else x.dtype).triu(1)
        mask = mask.expand(batch * self.heads, -1, -1)
        for block in self.h:
            x = block(x, mask)
        logits = F.linear(self.ln_f(x), self.wte.weight)
        return F.cross_entropy(logits.view(-1, logits.shape[-1]).float(), labels.view(-1))


class Trainer:
    def __init__(self, options):
        sizes = {name: getattr(options, name) for name in ("layers", "heads", "width", "vocabulary", "positions", "bias", "gelu")}
        self.model = Gpt2(**sizes)
        self.parameters = list(self.model.parameters())
        groups = [
            {"params": [p for p in self.parameters if p.dim() == 2], "weight_decay": 0.1},
            {"params": [p for p in self.parameters if p.dim() < 2], "weight_decay": 0.0},
        ]
        self.optimizer = torch.optim.AdamW(groups, lr=options.rate, betas=(0.9, options.beta2), foreach=options.foreach == "yes")
        self.precision = torch.autocast("cpu", dtype=torch.bfloat16) if options.type == "bf16" else nullcontext()

    def gradients(self, tokens, labels):
        with self.precision:
            loss = self.model(tokens, labels)
        loss.backward()
        return loss.item()

    def update(self):
        # As clip_grad_norm_, with fewer calls.
        gradients = [p.grad for p in self.parameters]
        norm = torch.stack(torch._foreach_norm(gradients)).norm().item()
        if norm > 1:
            torch._foreach_mul_(gradients, 1 / (norm + 1e-6))
        self.optimizer.step()
        self.optimizer.zero_grad(set_to_none=True)


def measure(trainer, options, threads):
    use_threads(threads)
    tokens, labels = torch.randint(options.vocabulary, (2, options.batch, options.length)).unbind()
    whole, without = [], []
    for _ in range(options.steps + 2):
        start = time.perf_counter()
        trainer.gradients(tokens, labels)
        middle = time.perf_counter()
        trainer.update()
        whole.append(time.perf_counter() - start)
        without.append(middle - start)
    # The first steps allocate.
    step = statistics.median(whole[2:])
    return {
        "threads": threads,
        "ms_per_step": 1e3 * step,
        "ms_fastest": 1e3 * min(whole[2:]),
        "ms_without_optimizer": 1e3 * statistics.median(without[2:]),
        "tokens_per_second": options.batch * options.length / step,
    }


def bench(options):
    trainer = Trainer(options)
    rows = [measure(trainer, options, threads) for threads in ([options.threads] if options.threads else range(1, os.cpu_count() + 1))]
    best = max(rows, key=lambda row: row["tokens_per_second"])
    return {
        "peer": f"pytorch {torch.__version__}",
        "work": options.work,
        "batch": options.batch,
        "length": options.length,
        "type": options.type,
        "bias": options.bias,
        "gelu": options.gelu,
        "parameters": sum(p.numel() for p in trainer.parameters),
        **best,
        "peak_bytes": 1024 * resource.getrusage(resource.RUSAGE_SELF).ru_maxrss,
        **facts(),
    }


def shakespeare(options, warm_up=100, last=1e-4):
    with open(options.shakespeare, encoding="utf-8") as file:
        text = file.read()
    codes = {character: code for code, character in enumerate(sorted(set(text)))}
    data = torch.tensor([codes[character] for character in text])
    cut = int(0.9 * len(data))
    training, validation = data[:cut], data[cut:]
    options.vocabulary = len(codes)
    use_threads(options.threads or 1)
    torch.manual_seed(options.seed)
    trainer, length, steps = Trainer(options), options.length, options.steps
    window = torch.arange(length)
    start = time.perf_counter()
    for step in range(steps):
        if step < warm_up:
            rate = options.rate * (step + 1) / (warm_up + 1)
        else:
            rate = last + (options.rate - last) * 0.5 * (1 + math.cos(math.pi * (step - warm_up) / (steps - warm_up)))
        for group in trainer.optimizer.param_groups:
            group["lr"] = rate
        places = torch.randint(len(training) - length, (options.batch, 1)) + window
        trainer.gradients(training[places], training[places + 1])
        trainer.update()
    seconds = time.perf_counter() - start
    windows = (len(validation) - 1) // length
    tokens, labels = (validation[shift : shift + windows * length].view(windows, length) for shift in (0, 1))
    with torch.no_grad():
        total = sum(trainer.model(t, l).item() * len(t) for t, l in zip(tokens.split(64), labels.split(64)))
    return {
        "work": "shakespeare",
        "seed": options.seed,
        "steps": steps,
        "validation_loss": total / windows,
        "validation_tokens": windows * length,
        "ms_per_step": 1e3 * seconds / steps,
        "threads": options.threads or 1,
        "bias": options.bias,
        "gelu": options.gelu,
        **facts(),
    }


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--work", choices=WORKS, default="nanogpt")
    parser.add_argument("--batch", type=int)
    parser.add_argument("--length", type=int)
    parser.add_argument("--type", choices=("f32", "bf16"), default="f32")
    parser.add_argument("--bias", choices=("yes", "no"))
    parser.add_argument("--gelu", choices=("exact", "tanh"))
    parser.add_argument("--foreach", choices=("yes", "no"), default="yes")
    parser.add_argument("--threads", type=int)
    parser.add_argument("--steps", type=int)
    parser.add_argument("--shakespeare", metavar="FILE")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", action="store_true", help="the object on one line")
    options = parser.parse_args()
    for name, value in WORKS[options.work].items():
        if getattr(options, name, None) is None:
            setattr(options, name, value)
    options.steps = options.steps or (2000 if options.shakespeare else 100 if options.work == "nanogpt" else 5)
    result = shakespeare(options) if options.shakespeare else bench(options)
    print(json.dumps(result, indent=None if options.json else 2))


main()
