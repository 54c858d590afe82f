#!/usr/bin/env python3
"""Prints the rational functions of src/Attune.Kernels/Elementwise/VectorMath.Gelu.cs.

GELU is x / 2 + x^2 r(x^2) with r = (F(x) - 1/2) / x, F being the distribution function of the normal distribution or its
approximation by a logistic function. r is fitted by P / Q of degree 5 each, minimizing the largest error times |x|:
linearized least squares whose weights are updated by the denominator (Sanathanan and Koerner) and by the errors (Lawson).
Needs numpy: python3 tools/rational.py
"""
import math

import numpy as np

DEGREE = 5


def normal(x):
    return 0.5 * math.erfc(-x / math.sqrt(2))


def logistic(x):
    return 1 / (1 + math.exp(-2 * math.sqrt(2 / math.pi) * (x + 0.044715 * x**3)))


def fit(function, end, points=2000, rounds=200):
    x = end * 0.5 * (1 - np.cos(np.pi * (np.arange(points) + 0.5) / points))
    z = (x / end) ** 2
    r = np.array([(function(t) - 0.5) / t for t in x])
    lawson = np.ones(points)
    denominator = np.ones(points)
    best = (math.inf, None, None)
    for _ in range(rounds):
        weight = x * np.sqrt(lawson) / denominator
        powers = np.vander(z, DEGREE + 1, increasing=True)
        matrix = np.concatenate([powers, -r[:, None] * powers[:, 1:]], axis=1) * weight[:, None]
        scale = np.linalg.norm(matrix, axis=0)
        solution = np.linalg.lstsq(matrix / scale, r * weight, rcond=None)[0] / scale
        p, q = solution[: DEGREE + 1], np.concatenate([[1], solution[DEGREE + 1 :]])
        denominator = powers @ q
        error = np.abs(x * (powers @ p / denominator - r))
        if denominator.min() > 0 and error.max() < best[0]:
            best = (error.max(), p, q)
        lawson = np.maximum(lawson * error / (lawson * error).sum(), 1e-14)
    units = end ** (2 * np.arange(DEGREE + 1))
    return best[0], best[1] / units, best[2] / units


if __name__ == "__main__":
    for name, function, end in (("exact", normal, 5.5), ("tanh", logistic, 5.2)):
        error, p, q = fit(function, end)
        print(f"{name}: up to |x| = {end}, largest error {error:.1e} |x|")
        print("    P: " + ", ".join(f"{np.float32(c):.9g}f" for c in p))
        print("    Q: " + ", ".join(f"{np.float32(c):.9g}f" for c in q))
