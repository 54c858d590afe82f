#!/usr/bin/env python3
"""Writes optimizers.json: six steps of each optimizer of PyTorch in float64 on given gradients. Needs python3-torch (Debian). Run: python3 optimizers.py

A matrix, whose weights decay, and a bias, whose do not; the learning rate changes from step to step. Parameters and gradients are multiples of 1/32, which
float32 holds exactly. The file holds
  parameters  name -> data, row-major; matrix is [2, 3], bias [3]
  gradients   a list for each step: name -> data
  rates       of each step
  optimizers  name -> settings, and the parameters after each step
"""
import json
import pathlib

import torch

torch.set_default_dtype(torch.float64)
SHAPES = {"matrix": (2, 3), "bias": (3,)}
RATES = [0.1, 0.2, 0.05, 0.1, 0.01, 0.3]
DECAY = 0.1
OPTIMIZERS = {
    "sgd": (torch.optim.SGD, {}),
    "momentum": (torch.optim.SGD, {"momentum": 0.9}),
    "nesterov": (torch.optim.SGD, {"momentum": 0.8, "nesterov": True}),
    "rmsprop": (torch.optim.RMSprop, {"alpha": 0.95, "eps": 1e-6}),
    "adam": (torch.optim.Adam, {"betas": (0.9, 0.99), "eps": 1e-6}),
    "adamw": (torch.optim.AdamW, {"betas": (0.8, 0.95), "eps": 1e-6}),
}


def draw(generator):
    return {name: torch.round(torch.randn(shape, generator=generator) * 32) / 32 + 0.0 for name, shape in SHAPES.items()}


def listed(tensors):
    return {name: [float(f"{value:.9g}") for value in tensor.detach().flatten().tolist()] for name, tensor in tensors.items()}


def steps(kind, settings, start, gradients):
    parameters = {name: value.clone().requires_grad_() for name, value in start.items()}
    groups = [{"params": [value], "weight_decay": DECAY if name == "matrix" else 0.0} for name, value in parameters.items()]
    optimizer = kind(groups, lr=1.0, **settings)
    after = []
    for rate, gradient in zip(RATES, gradients):
        for group in optimizer.param_groups:
            group["lr"] = rate
        for name, value in parameters.items():
            value.grad = gradient[name].clone()
        optimizer.step()
        after.append(listed(parameters))
    return after


generator = torch.Generator().manual_seed(1951)
start, gradients = draw(generator), [draw(generator) for _ in RATES]
content = {
    "parameters": listed(start),
    "gradients": [listed(gradient) for gradient in gradients],
    "rates": RATES,
    "weight_decay": DECAY,
    "optimizers": {name: {"settings": settings, "steps": steps(kind, settings, start, gradients)} for name, (kind, settings) in OPTIMIZERS.items()},
}


def text(value, indent="", wide=160):
    compact = json.dumps(value)
    if len(compact) <= wide:
        return compact
    inner = indent + " "
    if isinstance(value, dict):
        return "{\n" + ",\n".join(f"{inner}{json.dumps(key)}: {text(item, inner)}" for key, item in value.items()) + f"\n{indent}}}"
    return "[\n" + ",\n".join(inner + text(item, inner) for item in value) + f"\n{indent}]"


pathlib.Path(__file__).with_suffix(".json").write_text(text(content) + "\n")
