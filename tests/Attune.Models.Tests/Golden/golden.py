"""What gpt2.py, llama.py and transformer.py share: random weights, a ragged batch, losses, gradients, ten steps of AdamW, and the file.

Everything is computed in float64. Weights are multiples of 1/32, which float64, float32 and bfloat16 hold exactly: a reader has the
same numbers in each type. All other numbers are rounded to nine significant digits.

The file holds
  config     the fields of config.json
  weights    name -> shape and data, row-major
  sequences  tokens; labels (labels[i] is the token that follows tokens[i], already shifted; -100: ignored); logits, a row a token;
             losses, the cross-entropy of each row in nats, null where ignored
  loss       the mean over all rows of all sequences that are not ignored (not a mean of means)
  gradients  of loss, name -> data in the shape of the weight
  training   AdamW on this batch: learning_rates (the ten that were used), losses (losses[i] before update i, so losses[0] = loss),
             final_loss (after the tenth update), gradient_norms (global, before clipping), decayed (the names with weight decay)
"""
import json
import math
import pathlib

import torch
from torch.nn import functional as F

torch.set_default_dtype(torch.float64)
torch.set_num_threads(1)

IGNORED = -100
SEQUENCES = [
    {"tokens": [3, 14, 1, 5, 9], "labels": [14, 1, IGNORED, 9, 2]},
    {"tokens": [6], "labels": [5]},
    {"tokens": [3, 5, 8, 16, 7, 0, 8], "labels": [5, 8, 16, 7, 0, 8, 4]},
]


def random_weights(shapes, seed):
    """Zero-mean multiples of 1/32, gains around one."""
    generator = torch.Generator().manual_seed(seed)

    def draw(name, shape):
        gain = len(shape) == 1 and name.endswith(".weight")
        values = torch.randn(shape, generator=generator) * (0.4 if len(shape) == 2 else 0.2) + (1 if gain else 0)
        return torch.round(values * 32) / 32 + 0.0  # not minus zero

    return {name: draw(name, shape) for name, shape in shapes.items()}


def row_losses(logits_of, weights, sequence, smoothing):
    labels = torch.tensor(sequence["labels"])
    return F.cross_entropy(logits_of(weights, sequence), labels, reduction="none", ignore_index=IGNORED, label_smoothing=smoothing)


def mean_loss(logits_of, weights, sequences=SEQUENCES, smoothing=0.0):
    counted = sum(label != IGNORED for sequence in sequences for label in sequence["labels"])
    return sum(row_losses(logits_of, weights, sequence, smoothing).sum() for sequence in sequences) / counted


def evaluation(logits_of, weights, sequences=SEQUENCES):
    weights = {name: weight.clone().requires_grad_() for name, weight in weights.items()}
    loss = mean_loss(logits_of, weights, sequences)
    loss.backward()

    def evaluated(sequence):
        losses = numbers(row_losses(logits_of, weights, sequence, 0.0))
        return sequence | {
            "logits": numbers(logits_of(weights, sequence)),
            "losses": [None if label == IGNORED else value for label, value in zip(sequence["labels"], losses)],
        }

    return {
        "sequences": [evaluated(sequence) for sequence in sequences],
        "loss": number(loss.item()),
        "gradients": {name: numbers(weight.grad.flatten()) for name, weight in weights.items()},
    }


def training(logits_of, weights, sequences=SEQUENCES, smoothing=0.0, steps=10, peak=1e-3, last=1e-4, betas=(0.9, 0.95), epsilon=1e-8, decay=0.1, clip=1.0):
    weights = {name: weight.clone().requires_grad_() for name, weight in weights.items()}
    decayed = [name for name, weight in weights.items() if weight.dim() == 2]
    groups = [
        {"params": [weights[name] for name in decayed], "weight_decay": decay},
        {"params": [weight for name, weight in weights.items() if name not in decayed], "weight_decay": 0.0},
    ]
    optimizer = torch.optim.AdamW(groups, betas=betas, eps=epsilon)
    rates = [number(last + (peak - last) * 0.5 * (1 + math.cos(math.pi * step / steps))) for step in range(steps)]
    losses, norms = [], []
    for rate in rates:
        for group in optimizer.param_groups:
            group["lr"] = rate
        optimizer.zero_grad()
        loss = mean_loss(logits_of, weights, sequences, smoothing)
        loss.backward()
        norms.append(torch.nn.utils.clip_grad_norm_(weights.values(), clip).item())
        optimizer.step()
        losses.append(loss.item())
    return {
        "beta1": betas[0],
        "beta2": betas[1],
        "epsilon": epsilon,
        "weight_decay": decay,
        "clip_norm": clip,
        "decayed": decayed,
        "learning_rates": rates,
        "gradient_norms": [number(norm) for norm in norms],
        "losses": [number(loss) for loss in losses],
        "final_loss": number(mean_loss(logits_of, weights, sequences, smoothing).item()),
    }


def number(value):
    return float(f"{value:.9g}")


def numbers(tensor):
    """Nested lists in the shape of the tensor."""
    return [number(value) for value in tensor.tolist()] if tensor.dim() == 1 else [numbers(row) for row in tensor]


def described(weights):
    return {name: {"shape": list(weight.shape), "data": weight.flatten().tolist()} for name, weight in weights.items()}


def write(script, content):
    """Writes beside the script, a line for each array of numbers."""
    path = pathlib.Path(script).with_suffix(".json")
    path.write_text(text(content) + "\n")
    print(f"{path.name}: {path.stat().st_size:,} bytes")


def text(value, indent="", wide=100):
    compact = json.dumps(value, separators=(",", ":"))
    nested = isinstance(value, dict) or (isinstance(value, list) and any(isinstance(item, (dict, list)) for item in value))
    if len(compact) <= wide or not nested:
        return compact
    inner = indent + " "
    if isinstance(value, dict):
        lines = [f"{inner}{json.dumps(key)}: {text(item, inner)}" for key, item in value.items()]
        return "{\n" + ",\n".join(lines) + f"\n{indent}}}"
    return "[\n" + ",\n".join(inner + text(item, inner) for item in value) + f"\n{indent}]"
