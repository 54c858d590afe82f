#!/usr/bin/env python3
"""Prints the polynomial coefficients of src/Attune.Kernels/Elementwise/VectorMath*.cs.

Each polynomial minimizes the largest weighted error (Remez exchange on a grid of Chebyshev points, 60 decimal digits);
coefficients are then rounded to float, lowest degree first. Needs nothing but Python: python3 tools/minimax.py
"""
import struct
from decimal import Decimal as D, getcontext

getcontext().prec = 110
PI = D("3.14159265358979323846264338327950288419716939937510582097494459230781640628620899862803482534")
LN2 = D(2).ln()


def as_float(value):
    return struct.unpack("f", struct.pack("f", float(value)))[0]


def cos(x):
    total = term = D(1)
    n = 0
    while abs(term) > D(10) ** -100:
        n += 2
        term *= -x * x / (n * (n - 1))
        total += term
    return total


def sin(x):
    total = term = D(x)
    n = 1
    while abs(term) > D(10) ** -100:
        n += 2
        term *= -x * x / (n * (n - 1))
        total += term
    return total


def solve(matrix, right):
    n = len(right)
    rows = [list(row) + [value] for row, value in zip(matrix, right)]
    for i in range(n):
        pivot = max(range(i, n), key=lambda r: abs(rows[r][i]))
        rows[i], rows[pivot] = rows[pivot], rows[i]
        for r in range(i + 1, n):
            factor = rows[r][i] / rows[i][i]
            for c in range(i, n + 1):
                rows[r][c] -= factor * rows[i][c]
    solution = [D(0)] * n
    for i in reversed(range(n)):
        solution[i] = (rows[i][n] - sum(rows[i][c] * solution[c] for c in range(i + 1, n))) / rows[i][i]
    return solution


def remez(function, weight, low, high, degree, points=600):
    low, high = D(low), D(high)
    middle, radius = (low + high) / 2, (high - low) / 2
    grid = [middle - radius * cos(PI * i / (points - 1)) for i in range(points)]
    values = [function(x) for x in grid]
    weights = [weight(x) for x in grid]
    count = degree + 2
    nodes = [round(i * (points - 1) / (count - 1)) for i in range(count)]
    for _ in range(30):
        matrix = [[grid[k] ** j for j in range(degree + 1)] + [(-1) ** i / weights[k]] for i, k in enumerate(nodes)]
        *coefficients, level = solve(matrix, [values[k] for k in nodes])
        errors = [weights[k] * (values[k] - evaluate(coefficients, grid[k])) for k in range(points)]
        peaks = []
        for k in range(points):
            if peaks and (errors[k] > 0) == (errors[peaks[-1]] > 0):
                if abs(errors[k]) > abs(errors[peaks[-1]]):
                    peaks[-1] = k
            else:
                peaks.append(k)
        while len(peaks) > count:
            peaks.pop(0 if abs(errors[peaks[0]]) < abs(errors[peaks[-1]]) else -1)
        if len(peaks) < count or peaks == nodes:
            break
        nodes = peaks
    return coefficients, max(abs(e) for e in errors)


def evaluate(coefficients, x):
    total = D(0)
    for c in reversed(coefficients):
        total = total * x + c
    return total


def show(name, function, weight, low, high, degree):
    coefficients, error = remez(function, weight, low, high, degree)
    print(f"{name}: degree {degree} on [{float(low):.4f}, {float(high):.4f}], largest error {float(error):.2e}")
    print("    " + ", ".join(f"{as_float(c):.9g}f" for c in coefficients))


def split(name, value, parts, bits=24):
    """The value as a sum of floats, all but the last with few bits so that products by small integers are exact."""
    out = []
    for i in range(parts):
        part = as_float(value)
        if i < parts - 1 and bits < 24:
            raw = struct.unpack("I", struct.pack("f", part))[0] & ~((1 << (24 - bits)) - 1) & 0xFFFFFFFF
            part = struct.unpack("f", struct.pack("I", raw))[0]
        out.append(part)
        value -= D(part)
    print(f"{name}: " + ", ".join(f"{p:.9g}f" for p in out))


def tail(t):
    """exp(t^2 / 2) times the upper tail of the normal distribution, by DLMF 7.6.2."""
    z = t / D(2).sqrt()
    total, term, n = D(0), z, 0
    while abs(term) > D(10) ** -100:
        total += term
        n += 1
        term *= 2 * z * z / (2 * n + 1)
    return ((z * z).exp() - total * 2 / PI.sqrt()) / 2


def one_plus_log_rest(f):
    if abs(f) < D("1e-12"):
        return D(1) / 3 - f / 4
    return ((1 + f).ln() - f + f * f / 2) / f ** 3


def rest_over(function, x, power, limit):
    return limit if abs(x) < D("1e-25") else function(x) / x ** power


if __name__ == "__main__":
    split("ln 2", LN2, 2, 17)
    split("log2 e", 1 / LN2, 2)
    split("pi / 2", PI / 2, 3)
    split("1 / sqrt(2 pi)", 1 / (2 * PI).sqrt(), 2)
    half = LN2 / 2 * D("1.0001")
    show("exp: (e^r - 1 - r) / r^2", lambda r: rest_over(lambda x: x.exp() - 1 - x, r, 2, D("0.5")),
         lambda r: r * r / r.exp() + D("1e-30"), -half, half, 4)
    show("exp2: (2^f - 1) / f", lambda f: rest_over(lambda x: (x * LN2).exp() - 1, f, 1, LN2),
         lambda f: abs(f) / (f * LN2).exp() + D("1e-30"), D("-0.50001"), D("0.50001"), 5)
    low, high = D("0.5").sqrt() - 1, D(2).sqrt() - 1
    show("log: (log(1 + f) - f + f^2 / 2) / f^3", one_plus_log_rest,
         lambda f: abs(f ** 3 / (1 + f).ln()) if abs(f) > D("1e-25") else D("1e-30"), low * D("1.0001"), high * D("1.0001"), 8)
    quarter = (PI / 4) ** 2 * D("1.001")
    show("sin: (sin r / r - 1) / r^2 in r^2", lambda s: (sin(s.sqrt()) / s.sqrt() - 1) / s, lambda s: s, D("1e-20"), quarter, 3)
    show("cos: (cos r - 1 + r^2 / 2) / r^4 in r^2", lambda s: (cos(s.sqrt()) - 1 + s / 2) / (s * s), lambda s: s * s, D("1e-20"), quarter, 3)
