#!/usr/bin/env python3
"""Writes transformer_post.json, transformer_pre.json and transformer_learned.json: shrunk encoder-decoders evaluated and trained by PyTorch's
nn.Transformer in float64. Needs python3-torch (Debian). Run: python3 transformer.py

Post-norm (the paper): PyTorch's stacks without their final norms, which the paper does not have. Pre-norm: with them. The third has learned
positions and stacks of unequal depth. Names are those of Hugging Face's Marian and BART; linear weights are stored [out, in], and PyTorch's
in_proj is cut into q, k and v. One matrix embeds source and target, times the square root of the width, and is the head; to the embeddings
positions are added, counted from 0: sinusoids (element 2i the sine, 2i + 1 the cosine) or learned ones, a table for each stack.

A pair is computed alone, without padding. source and labels end in the end token (0), tokens begin with it: tokens = end + target,
labels = target + end. Beside what golden.py describes, a sequence holds
  source   what the encoder reads; tokens is what the decoder reads
  encoded  the encoder's last rows, a row a token of source
  decoded  the decoder's last rows, a row a token of tokens; logits = decoded embedding^T
and the file holds
  label_smoothing  0.1, as F.cross_entropy defines it: what training minimizes (loss and gradients are without)
  smoothed_loss    the mean with it, before training
"""
import math
import pathlib

import torch
from torch import nn
from torch.nn import functional as F
from torch.nn.utils.stateless import functional_call

import golden

POST = {
    "model_type": "transformer",
    "vocab_size": 17,
    "d_model": 12,
    "encoder_layers": 2,
    "decoder_layers": 2,
    "encoder_attention_heads": 2,
    "decoder_attention_heads": 2,
    "encoder_ffn_dim": 24,
    "decoder_ffn_dim": 24,
    "max_position_embeddings": 16,
    "normalize_before": False,
    "position_embedding_type": "sinusoidal",
    "dropout": 0.0,
}
PRE = POST | {"normalize_before": True}
LEARNED = PRE | {"d_model": 8, "encoder_layers": 1, "encoder_ffn_dim": 12, "decoder_ffn_dim": 12, "position_embedding_type": "learned"}

END = 0
PAIRS = [([3, 14, 1, 5, 9], [7, 2, 16]), ([6], []), ([5, 8, 16, 7, 4, 8], [8, 13, 8, 10, 1, 1, 11, 15])]
SEQUENCES = [{"source": source + [END], "tokens": [END] + target, "labels": target + [END]} for source, target in PAIRS]
SMOOTHING = 0.1


def shapes(config):
    width = config["d_model"]

    def both(name, *shape):
        return {f"{name}.weight": shape, f"{name}.bias": shape[:1]}

    def attention(name):
        parts = [both(f"{name}.{part}_proj", width, width) for part in ("q", "k", "v", "out")]
        return parts[0] | parts[1] | parts[2] | parts[3] | both(f"{name}_layer_norm", width)

    result = {"model.shared.weight": (config["vocab_size"], width)}
    for stack in ("encoder", "decoder"):
        inner = config[f"{stack}_ffn_dim"]
        if config["position_embedding_type"] == "learned":
            result[f"model.{stack}.embed_positions.weight"] = (config["max_position_embeddings"], width)
        for layer in range(config[f"{stack}_layers"]):
            block = f"model.{stack}.layers.{layer}."
            result |= attention(block + "self_attn")
            if stack == "decoder":
                result |= attention(block + "encoder_attn")
            result |= both(block + "fc1", inner, width) | both(block + "fc2", width, inner) | both(block + "final_layer_norm", width)
        if config["normalize_before"]:
            result |= both(f"model.{stack}.layer_norm", width)
    return result


def stack_of(config, stack):
    """PyTorch's encoder or decoder; its own weights are never used."""
    of_layer, of_stack = {"encoder": (nn.TransformerEncoderLayer, nn.TransformerEncoder), "decoder": (nn.TransformerDecoderLayer, nn.TransformerDecoder)}[stack]
    layer = of_layer(
        config["d_model"], config[f"{stack}_attention_heads"], config[f"{stack}_ffn_dim"], config["dropout"], activation="relu", norm_first=config["normalize_before"]
    )
    return of_stack(layer, config[f"{stack}_layers"], nn.LayerNorm(config["d_model"]) if config["normalize_before"] else None)


def pytorch_weights(config, weights, stack):
    """The weights under PyTorch's names."""
    norms = {"norm1": "self_attn_layer_norm", "norm2": "final_layer_norm"}
    attentions = {"self_attn": "self_attn"}
    if stack == "decoder":
        norms = {"norm1": "self_attn_layer_norm", "norm2": "encoder_attn_layer_norm", "norm3": "final_layer_norm"}
        attentions["multihead_attn"] = "encoder_attn"
    result = {}
    for kind in ("weight", "bias"):
        for layer in range(config[f"{stack}_layers"]):
            theirs, ours = f"layers.{layer}.", f"model.{stack}.layers.{layer}."
            for their_name, our_name in (norms | {"linear1": "fc1", "linear2": "fc2"}).items():
                result[f"{theirs}{their_name}.{kind}"] = weights[f"{ours}{our_name}.{kind}"]
            for their_name, our_name in attentions.items():
                parts = [weights[f"{ours}{our_name}.{part}_proj.{kind}"] for part in ("q", "k", "v")]
                result[f"{theirs}{their_name}.in_proj_{kind}"] = torch.cat(parts)
                result[f"{theirs}{their_name}.out_proj.{kind}"] = weights[f"{ours}{our_name}.out_proj.{kind}"]
        if config["normalize_before"]:
            result[f"norm.{kind}"] = weights[f"model.{stack}.layer_norm.{kind}"]
    return result


def positions(config, weights, stack, length):
    if config["position_embedding_type"] == "learned":
        return weights[f"model.{stack}.embed_positions.weight"][:length]
    width = config["d_model"]
    angles = torch.outer(torch.arange(length).double(), 10000.0 ** (-torch.arange(0, width, 2) / width))
    return torch.stack((angles.sin(), angles.cos()), -1).flatten(1)


class Golden:
    """One config's model. The class evaluates what its weights are given to be."""

    def __init__(self, config):
        self.config = config
        # In training mode: in evaluation PyTorch takes another path, which has no gradients. Drop-out is 0.
        self.stacks = {stack: stack_of(config, stack).train() for stack in ("encoder", "decoder")}

    def rows(self, weights, stack, tokens, *others):
        embedding = weights["model.shared.weight"][torch.tensor(tokens)] * math.sqrt(self.config["d_model"])
        x = embedding + positions(self.config, weights, stack, len(tokens))
        module, given = self.stacks[stack], pytorch_weights(self.config, weights, stack)
        assert given.keys() == dict(module.named_parameters()).keys()
        return functional_call(module, given, (x, *others))

    def encoded(self, weights, sequence):
        return self.rows(weights, "encoder", sequence["source"])

    def decoded(self, weights, sequence):
        later = torch.full((len(sequence["tokens"]),) * 2, -math.inf).triu(1)
        return self.rows(weights, "decoder", sequence["tokens"], self.encoded(weights, sequence), later)

    def logits(self, weights, sequence):
        return F.linear(self.decoded(weights, sequence), weights["model.shared.weight"])

    def content(self, seed):
        weights = golden.random_weights(shapes(self.config), seed)
        result = {"config": self.config, "weights": golden.described(weights)} | golden.evaluation(self.logits, weights, SEQUENCES)
        for sequence in result["sequences"]:
            sequence["encoded"] = golden.numbers(self.encoded(weights, sequence))
            sequence["decoded"] = golden.numbers(self.decoded(weights, sequence))
        smoothed = golden.mean_loss(self.logits, weights, SEQUENCES, SMOOTHING).item()
        return result | {
            "label_smoothing": SMOOTHING,
            "smoothed_loss": golden.number(smoothed),
            "training": golden.training(self.logits, weights, SEQUENCES, SMOOTHING),
        }


for name, config in (("post", POST), ("pre", PRE), ("learned", LEARNED)):
    golden.write(pathlib.Path(__file__).with_name(f"transformer_{name}"), Golden(config).content(seed=2017))
