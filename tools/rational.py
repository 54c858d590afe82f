#!/usr/bin/env python3
"""Prints what src/Attune.Kernels/Elementwise/VectorMath.Normal.cs and VectorMath.Gelu.cs take as given.

1. The tail of the normal distribution, 2^(t^2 / period) Q(t) for t from 0 to 13.2 (beyond it results are below the normal range), as P / Q of degrees 3
   and 5 with the smallest largest relative error (Remez exchange; at each set of nodes the equations are linearized in the level and solved until it
   stands still). The period is 2 ln 2 to 16 bits; the density in units of 2^(-t^2 / period) is c + growth t^2.
2. 2^(-r / period) for |r| up to half of the period.
3. The units of the exponent of GELU's tanh form, 2 sqrt(2 / pi) t (t^2 + c) with c = 1 / 0.044715: multiplied by 1 + slope, ln 2 has 16 bits
   (its multiples are exact) and c is a multiple of 2^-17 (its sum with t^2 minus itself is exact) to within 1e-8.

Needs nothing but Python: python3 tools/rational.py
"""
from decimal import Decimal as D

from minimax import LN2, PI, as_float, cos, evaluate, remez, rest_over, solve, tail


def rational(function, grid, top, bottom):
    """Coefficients of P and Q, the latter beginning with 1, and the largest relative error of P / Q on the grid."""
    values = [function(x) for x in grid]
    count = top + bottom + 2
    nodes = [round(i * (len(grid) - 1) / (count - 1)) for i in range(count)]
    p, q, level = [], [D(1)], D(0)
    for _ in range(40):
        for _ in range(12):
            matrix, right = [], []
            for i, k in enumerate(nodes):
                x, f, sign = grid[k], values[k], (-1) ** i
                raised = f * (1 + sign * level)
                matrix.append([x**j for j in range(top + 1)] + [-raised * x**j for j in range(1, bottom + 1)] + [-f * sign * evaluate(q, x)])
                right.append(raised - f * sign * level * evaluate(q, x))
            *coefficients, found = solve(matrix, right)
            p, q = coefficients[: top + 1], [D(1)] + coefficients[top + 1 :]
            step, level = abs(found - level), found
            if step < abs(level) * D("1e-12"):
                break
        errors = [evaluate(p, x) / evaluate(q, x) / f - 1 for x, f in zip(grid, values)]
        peaks = []
        for k, error in enumerate(errors):
            if peaks and (error > 0) == (errors[peaks[-1]] > 0):
                if abs(error) > abs(errors[peaks[-1]]):
                    peaks[-1] = k
            else:
                peaks.append(k)
        while len(peaks) > count:
            peaks.pop(0 if abs(errors[peaks[0]]) < abs(errors[peaks[-1]]) else -1)
        if len(peaks) < count or peaks == nodes:
            break
        nodes = peaks
    return p, q, max(abs(e) for e in errors)


def show(name, coefficients):
    print(f"    {name}: " + ", ".join(f"{as_float(c):.9g}f" for c in coefficients))


def units():
    """Of all periods of 16 bits near ln 2 / rate, the one of least slope whose offset is near enough to a multiple of 2^-17."""
    rate, c = 2 * (2 / PI).sqrt() * D("0.044715"), 1 / D("0.044715")
    choices = []
    for bits in range(1 << 15, 1 << 16):
        slope = D(bits) / 4096 * rate / LN2 - 1
        offset = c * (1 + slope) * 2**17
        if abs(offset - round(offset)) < D("1.6e-8") * 2**17:
            choices.append((abs(slope), slope, bits, round(offset)))
    _, slope, bits, offset = min(choices)
    print(f"period {bits}/4096 = {bits / 4096}, offset {offset}/131072 = {offset / 131072}, slope {as_float(slope):.9g}f")
    print(f"    digits a unit {as_float(rate / LN2):.9g}f, half the rate {as_float(LN2 * 2048 / bits):.9g}f")


if __name__ == "__main__":
    period = D("1.38629150390625")
    short = 1 / period - 1 / (2 * LN2)
    # Points crowd where (t - 3) / (t + 3) has the ends of its range.
    low, high, points = D(-1) + D("1e-20"), D("10.2") / D("16.2"), 200
    places = [(low + high) / 2 - (high - low) / 2 * cos(PI * i / (points - 1)) for i in range(points)]
    p, q, error = rational(lambda t: tail(t) * (t * t * short * LN2).exp(), [3 * (1 + w) / (1 - w) for w in places], 3, 5)
    print(f"normal tail times 2^(t^2 / {period}): largest relative error {float(error):.1e}")
    show("P", p)
    show("Q", q)
    print(f"    growth of the density {as_float(short * LN2 / (2 * PI).sqrt()):.5g}f")
    rate = LN2 / period
    coefficients, error = remez(lambda r: rest_over(lambda x: (-x * rate).exp() - 1, r, 1, -rate),
                                lambda r: abs(r) / (-r * rate).exp() + D("1e-30"), -period * D("0.50002"), period * D("0.50002"), 4)
    print(f"(2^(-r / {period}) - 1) / r: largest relative error of the power {float(error):.1e}")
    show("", coefficients)
    units()
