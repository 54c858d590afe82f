#!/usr/bin/env python3
"""Writes gpt2.json: a shrunk GPT-2 evaluated and trained by PyTorch in float64. Needs python3-torch (Debian). Run: python3 gpt2.py

Names and meaning are Hugging Face's GPT2LMHeadModel: linear weights are stored [in, out], the head is the token embedding, GELU is the
tanh approximation, scores are divided by the square root of the head's size, positions count from 0 in each sequence.
"""
import math

import torch
from torch.nn import functional as F

import golden

CONFIG = {
    "model_type": "gpt2",
    "vocab_size": 17,
    "n_positions": 16,
    "n_embd": 12,
    "n_layer": 2,
    "n_head": 3,
    "layer_norm_epsilon": 1e-5,
    "activation_function": "gelu_new",
    "tie_word_embeddings": True,
}
WIDTH, HEADS = CONFIG["n_embd"], CONFIG["n_head"]


def shapes():
    def both(name, *shape):
        return {f"{name}.weight": shape, f"{name}.bias": shape[-1:]}

    result = {"transformer.wte.weight": (CONFIG["vocab_size"], WIDTH), "transformer.wpe.weight": (CONFIG["n_positions"], WIDTH)}
    for layer in range(CONFIG["n_layer"]):
        block = f"transformer.h.{layer}."
        result |= both(block + "ln_1", WIDTH) | both(block + "attn.c_attn", WIDTH, 3 * WIDTH) | both(block + "attn.c_proj", WIDTH, WIDTH)
        result |= both(block + "ln_2", WIDTH) | both(block + "mlp.c_fc", WIDTH, 4 * WIDTH) | both(block + "mlp.c_proj", 4 * WIDTH, WIDTH)
    return result | both("transformer.ln_f", WIDTH)


def logits(weights, sequence):
    tokens = sequence["tokens"]

    def linear(x, name):
        return x @ weights[f"{name}.weight"] + weights[f"{name}.bias"]

    def normalized(x, name):
        return F.layer_norm(x, (WIDTH,), weights[f"{name}.weight"], weights[f"{name}.bias"], CONFIG["layer_norm_epsilon"])

    def gelu(x):
        return 0.5 * x * (1 + torch.tanh(math.sqrt(2 / math.pi) * (x + 0.044715 * x**3)))

    def attention(x, name):
        length = len(tokens)
        query, key, value = (part.view(length, HEADS, -1).transpose(0, 1) for part in linear(x, f"{name}.c_attn").split(WIDTH, 1))  # [H, N, D]
        scores = query @ key.transpose(1, 2) / math.sqrt(WIDTH // HEADS)
        later = torch.ones(length, length, dtype=torch.bool).triu(1)
        mixed = torch.softmax(scores.masked_fill(later, -math.inf), -1) @ value
        return linear(mixed.transpose(0, 1).reshape(length, WIDTH), f"{name}.c_proj")

    embedding = weights["transformer.wte.weight"]
    x = embedding[torch.tensor(tokens)] + weights["transformer.wpe.weight"][: len(tokens)]
    for layer in range(CONFIG["n_layer"]):
        block = f"transformer.h.{layer}."
        x = x + attention(normalized(x, block + "ln_1"), block + "attn")
        x = x + linear(gelu(linear(normalized(x, block + "ln_2"), block + "mlp.c_fc")), block + "mlp.c_proj")
    return normalized(x, "transformer.ln_f") @ embedding.T


weights = golden.random_weights(shapes(), seed=2019)
golden.write(
    __file__,
    {"config": CONFIG, "weights": golden.described(weights)} | golden.evaluation(logits, weights) | {"training": golden.training(logits, weights)},
)
