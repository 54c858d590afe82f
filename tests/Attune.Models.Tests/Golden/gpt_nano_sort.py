#!/usr/bin/env python3
"""Checks what the files of gpt_nano_sort (llm-viz) mean: a plain GPT in float32 from gpt-nano-sort-model.json gives every activation of
gpt-nano-sort-t0-partials.json. Needs python3-torch (Debian). Run: python3 gpt_nano_sort.py FOLDER. Prints the greatest difference of each.

Both files map a name to {shape, dtype, data: base64 of little-endian float32}, and "config" to the sizes (n_layer 3, n_head 3, n_embd 48,
vocab_size 3, block_size 11). Names of weights are GPT-2's in Hugging Face's form, with these differences:
  attn.c_attn, attn.c_proj, mlp.c_fc, mlp.c_proj   .weight is [out, in] (Hugging Face's GPT-2: [in, out])
  lm_head.weight                                   untied: it differs from transformer.wte.weight; no bias
  attn.bias                                        [1, 1, 11, 11], a mask of ones and zeros, no weight: to be ignored
GELU is the tanh form, scores are divided by the square root of the head's size (4), the epsilon of normalization is 1e-5.

Activations, [B, N, ...] with B = 3, N = 11: idx (ids as floats), tok_emb, pos_emb [1, N, C], x (their sum); then of block 0: ln1, qkv,
q, k, v [B, H, N, D], att (scaled scores, later positions minus infinity), attSm, y (heads side by side), yProj, attnResid, ln2, fc, gelu,
mlp, mlpResid (= block0); then block1, block2, ln_f, lm_head, probs.
"""
import base64
import json
import math
import pathlib
import struct
import sys

import torch
from torch.nn import functional as F

FOLDER = pathlib.Path(sys.argv[1])


def tensors(file):
    content = json.loads((FOLDER / file).read_text())
    config = content.pop("config")

    def tensor(entry):
        data = base64.b64decode(entry["data"])
        return torch.tensor(struct.unpack(f"<{len(data) // 4}f", data)).view(entry["shape"])

    return config, {name: tensor(entry) for name, entry in content.items()}


config, weights = tensors("gpt-nano-sort-model.json")
_, expected = tensors("gpt-nano-sort-t0-partials.json")
width, heads = config["n_embd"], config["n_head"]


def linear(x, name):
    return F.linear(x, weights[f"{name}.weight"], weights.get(f"{name}.bias"))


def normalized(x, name):
    return F.layer_norm(x, (width,), weights[f"{name}.weight"], weights[f"{name}.bias"], 1e-5)


def block(x, name):
    batch, length, _ = x.shape
    a = {"ln1": normalized(x, name + ".ln_1")}
    a["qkv"] = linear(a["ln1"], name + ".attn.c_attn")
    a["q"], a["k"], a["v"] = (part.view(batch, length, heads, -1).transpose(1, 2) for part in a["qkv"].split(width, 2))
    later = torch.ones(length, length, dtype=torch.bool).triu(1)
    a["att"] = (a["q"] @ a["k"].transpose(2, 3) / math.sqrt(width // heads)).masked_fill(later, -math.inf)
    a["attSm"] = a["att"].softmax(-1)
    a["y"] = (a["attSm"] @ a["v"]).transpose(1, 2).reshape(batch, length, width)
    a["yProj"] = linear(a["y"], name + ".attn.c_proj")
    a["attnResid"] = x + a["yProj"]
    a["ln2"] = normalized(a["attnResid"], name + ".ln_2")
    a["fc"] = linear(a["ln2"], name + ".mlp.c_fc")
    a["gelu"] = F.gelu(a["fc"], approximate="tanh")
    a["mlp"] = linear(a["gelu"], name + ".mlp.c_proj")
    a["mlpResid"] = a["attnResid"] + a["mlp"]
    return a


ids = expected.pop("idx").long()
found = {"tok_emb": weights["transformer.wte.weight"][ids], "pos_emb": weights["transformer.wpe.weight"][None, : ids.shape[1]]}
x = found["x"] = found["tok_emb"] + found["pos_emb"]
for layer in range(config["n_layer"]):
    activations = block(x, f"transformer.h.{layer}")
    x = found[f"block{layer}"] = activations["mlpResid"]
    if layer == 0:
        found |= activations
found["ln_f"] = normalized(x, "transformer.ln_f")
found["lm_head"] = linear(found["ln_f"], "lm_head")
found["probs"] = found["lm_head"].softmax(-1)

assert found.keys() == expected.keys()
worst = 0.0
for name, values in expected.items():
    finite = values.isfinite()
    assert (found[name].isfinite() == finite).all(), name
    difference = (found[name] - values)[finite].abs().max().item()
    worst = max(worst, difference)
    print(f"{name:10} {difference:.1e}")
erf = (F.gelu(expected["fc"]) - expected["gelu"]).abs().max().item()
print(f"all within {worst:.1e}; the exact GELU would differ by {erf:.1e}")
