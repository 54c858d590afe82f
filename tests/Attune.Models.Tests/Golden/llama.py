#!/usr/bin/env python3
"""Writes llama.json: a shrunk Llama evaluated and trained by PyTorch in float64. Needs python3-torch (Debian). Run: python3 llama.py

Names and meaning are Hugging Face's LlamaForCausalLM: linear weights are stored [out, in], a head's first half is rotated with its second
half, query head h reads key and value head h / (heads / key and value heads). Beside what golden.py describes, the file holds
  variants     the same weights (without lm_head.weight where tied) under another config: logits of each sequence, and the rotary
               frequencies (inv_freq) and the factor of cosine and sine for that sequence
  frequencies  inv_freq and factor of published models' configs, of full size
Configs give max_position_embeddings as factor x original_max_position_embeddings where both are read: the versions of the original
differ in which one counts.
"""
import math

import torch

import golden

CONFIG = {
    "model_type": "llama",
    "vocab_size": 17,
    "hidden_size": 16,
    "intermediate_size": 24,
    "num_hidden_layers": 2,
    "num_attention_heads": 4,
    "num_key_value_heads": 2,
    "max_position_embeddings": 16,
    "rms_norm_eps": 1e-5,
    "rope_theta": 10000.0,
    "rope_scaling": None,
    "hidden_act": "silu",
    "tie_word_embeddings": False,
}

# Two heads of 8 instead of four of 4, and a small theta: four frequencies, some of them of the order of the sequences' lengths.
TWO_HEADS = {"num_attention_heads": 2, "num_key_value_heads": 1, "rope_theta": 100.0}
VARIANTS = {
    "llama3, tied": {
        "max_position_embeddings": 64,
        "tie_word_embeddings": True,
        "rope_scaling": {"rope_type": "llama3", "factor": 8.0, "low_freq_factor": 1.0, "high_freq_factor": 4.0, "original_max_position_embeddings": 8},
    },
    "llama3, all three bands": TWO_HEADS | {
        "max_position_embeddings": 256,
        "rope_scaling": {"rope_type": "llama3", "factor": 8.0, "low_freq_factor": 1.0, "high_freq_factor": 4.0, "original_max_position_embeddings": 32},
    },
    "linear": TWO_HEADS | {"rope_scaling": {"rope_type": "linear", "factor": 4.0}},
    "dynamic, past 4 positions": TWO_HEADS | {"max_position_embeddings": 4, "rope_scaling": {"rope_type": "dynamic", "factor": 4.0}},
    "yarn": TWO_HEADS | {
        "max_position_embeddings": 256,
        "rope_scaling": {"rope_type": "yarn", "factor": 4.0, "original_max_position_embeddings": 64},
    },
    "yarn, stated attention factor and bounds": TWO_HEADS | {
        "max_position_embeddings": 256,
        "rope_scaling": {
            "rope_type": "yarn", "factor": 4.0, "original_max_position_embeddings": 64, "attention_factor": 0.75, "beta_fast": 8.0, "beta_slow": 2.0},
    },
}
FULL_SIZE = {
    "Llama 3.1 8B": {
        "head_dim": 128, "rope_theta": 500000.0, "max_position_embeddings": 131072,
        "rope_scaling": {"rope_type": "llama3", "factor": 8.0, "low_freq_factor": 1.0, "high_freq_factor": 4.0, "original_max_position_embeddings": 8192},
    },
    "Qwen 2.5 7B with yarn": {
        "head_dim": 128, "rope_theta": 1000000.0, "max_position_embeddings": 131072,
        "rope_scaling": {"rope_type": "yarn", "factor": 4.0, "original_max_position_embeddings": 32768},
    },
}


def rotation(config, length):
    """Frequencies and the factor of cosine and sine, by the formulas of Hugging Face's modeling_rope_utils."""
    size = config.get("head_dim") or config["hidden_size"] // config["num_attention_heads"]
    scaling = config["rope_scaling"] or {"rope_type": "default"}
    kind, factor = scaling["rope_type"], scaling.get("factor")
    theta, longest = config["rope_theta"], config["max_position_embeddings"]
    exponents = torch.arange(0, size, 2) / size

    if kind == "dynamic":
        stretched = factor * max(length, longest) / longest - (factor - 1)
        theta *= stretched ** (size / (size - 2))
    frequencies = theta**-exponents
    if kind in ("default", "dynamic"):
        return frequencies, 1.0
    if kind == "linear":
        return frequencies / factor, 1.0
    original = scaling.get("original_max_position_embeddings", longest)
    if kind == "llama3":
        # Turns over the original context: few of them are slowed down, many are kept, in between both are mixed.
        turns = original * frequencies / (2 * math.pi)
        low, high = scaling["low_freq_factor"], scaling["high_freq_factor"]
        kept = ((turns - low) / (high - low)).clamp(0, 1)
        return kept * frequencies + (1 - kept) * frequencies / factor, 1.0
    assert kind == "yarn"

    def index_of(turns):
        return size * math.log(original / (turns * 2 * math.pi)) / (2 * math.log(theta))

    first = max(math.floor(index_of(scaling.get("beta_fast", 32.0))), 0)
    last = min(math.ceil(index_of(scaling.get("beta_slow", 1.0))), size - 1)
    slowed = ((torch.arange(size // 2) - first) / (last - first if last != first else 0.001)).clamp(0, 1)
    return slowed * frequencies / factor + (1 - slowed) * frequencies, scaling.get("attention_factor", 0.1 * math.log(factor) + 1)


def shapes(config):
    width, inner = config["hidden_size"], config["intermediate_size"]
    narrow = width // config["num_attention_heads"] * config["num_key_value_heads"]
    result = {"model.embed_tokens.weight": (config["vocab_size"], width)}
    for layer in range(config["num_hidden_layers"]):
        block = f"model.layers.{layer}."
        result |= {
            block + "input_layernorm.weight": (width,),
            block + "self_attn.q_proj.weight": (width, width),
            block + "self_attn.k_proj.weight": (narrow, width),
            block + "self_attn.v_proj.weight": (narrow, width),
            block + "self_attn.o_proj.weight": (width, width),
            block + "post_attention_layernorm.weight": (width,),
            block + "mlp.gate_proj.weight": (inner, width),
            block + "mlp.up_proj.weight": (inner, width),
            block + "mlp.down_proj.weight": (width, inner),
        }
    return result | {"model.norm.weight": (width,), "lm_head.weight": (config["vocab_size"], width)}


def logits(config, weights, tokens):
    width, heads, groups = config["hidden_size"], config["num_attention_heads"], config["num_key_value_heads"]
    size, length = width // heads, len(tokens)
    frequencies, factor = rotation(config, length)
    angles = torch.outer(torch.arange(length).double(), frequencies)  # [N, D/2]
    cosine, sine = factor * angles.cos(), factor * angles.sin()

    def linear(x, name):
        return x @ weights[f"{name}.weight"].T

    def normalized(x, name):
        return x / (x.square().mean(-1, keepdim=True) + config["rms_norm_eps"]).sqrt() * weights[f"{name}.weight"]

    def rotated(x):
        first, second = x[..., : size // 2], x[..., size // 2 :]
        return torch.cat((first * cosine - second * sine, second * cosine + first * sine), -1)

    def split(x, count):
        return x.view(length, count, size).transpose(0, 1)  # [H, N, D]

    def attention(x, name):
        query, key = (rotated(split(linear(x, f"{name}.{part}_proj"), count)) for part, count in (("q", heads), ("k", groups)))
        key, value = (part.repeat_interleave(heads // groups, 0) for part in (key, split(linear(x, f"{name}.v_proj"), groups)))
        later = torch.ones(length, length, dtype=torch.bool).triu(1)
        scores = (query @ key.transpose(1, 2) / math.sqrt(size)).masked_fill(later, -math.inf)
        return linear((torch.softmax(scores, -1) @ value).transpose(0, 1).reshape(length, width), f"{name}.o_proj")

    def feed_forward(x, name):
        gate = linear(x, f"{name}.gate_proj")
        return linear(gate * torch.sigmoid(gate) * linear(x, f"{name}.up_proj"), f"{name}.down_proj")

    x = weights["model.embed_tokens.weight"][torch.tensor(tokens)]
    for layer in range(config["num_hidden_layers"]):
        block = f"model.layers.{layer}."
        x = x + attention(normalized(x, block + "input_layernorm"), block + "self_attn")
        x = x + feed_forward(normalized(x, block + "post_attention_layernorm"), block + "mlp")
    return linear(normalized(x, "model.norm"), "model.embed_tokens" if config["tie_word_embeddings"] else "lm_head")


def variant(name, changes, weights):
    config = CONFIG | changes
    results = []
    for tokens in (sequence["tokens"] for sequence in golden.SEQUENCES):
        frequencies, factor = rotation(config, len(tokens))
        results.append({"tokens": tokens, "inv_freq": golden.numbers(frequencies), "factor": golden.number(factor), "logits": golden.numbers(logits(config, weights, tokens))})
    return {"name": name, "config": config, "sequences": results}


def full_size(name, config):
    frequencies, factor = rotation(config, 1)
    return {"name": name, "config": config, "inv_freq": golden.numbers(frequencies), "factor": golden.number(factor)}


def base(weights, sequence):
    return logits(CONFIG, weights, sequence["tokens"])


weights = golden.random_weights(shapes(CONFIG), seed=2023)
content = {"config": CONFIG, "weights": golden.described(weights)}
content |= golden.evaluation(base, weights)
content |= {
    "training": golden.training(base, weights),
    "variants": [variant(name, changes, weights) for name, changes in VARIANTS.items()],
    "frequencies": [full_size(name, config) for name, config in FULL_SIZE.items()],
}
golden.write(__file__, content)
