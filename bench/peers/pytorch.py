"""PyTorch on the same work. Prints one JSON object a line; rates in GFLOP/s or GB/s (read plus written)."""
import ctypes
import json
import math
import time

import torch

# PyTorch's own setting does not reach the matrix products of the OpenBLAS it is linked to.
blas = ctypes.CDLL("libopenblas.so.0")


def measure(work, threads, units, call):
    torch.set_num_threads(threads)
    blas.openblas_set_num_threads(threads)
    call()
    start = time.perf_counter()
    call()
    calls = max(1, round(0.1 / (time.perf_counter() - start)))
    rates = []
    for _ in range(7):
        start = time.perf_counter()
        for _ in range(calls):
            call()
        rates.append(units * calls / (time.perf_counter() - start))
    rate = sorted(rates)[len(rates) // 2]
    print(json.dumps({"peer": f"pytorch {torch.__version__}", "work": work, "threads": threads, "rate": rate}), flush=True)


def product(m, n, k, threads):
    a, b, c = torch.rand(m, k) - 0.5, torch.rand(k, n) - 0.5, torch.empty(m, n)
    measure(f"gemm {m}x{n}x{k}", threads, 2e-9 * m * n * k, lambda: torch.mm(a, b, out=c))


def attention(length, heads, dim, threads):
    """Causal attention in its three steps: this version has no fused kernel for the processor."""
    q, k, v = (torch.randn(heads, length, dim, requires_grad=True) for _ in range(3))
    mask = torch.full((length, length), float("-inf")).triu(1)

    def forward():
        return torch.softmax(torch.baddbmm(mask.expand(heads, -1, -1), q, k.transpose(1, 2), alpha=1 / math.sqrt(dim)), -1) @ v

    def plain():
        with torch.no_grad():
            forward()

    causal_half = 2e-9 * length * length * dim * heads
    measure(f"attention forward {length}x{heads}x{dim}", threads, causal_half, plain)


torch.set_grad_enabled(True)
for threads in (1, 2):
    product(2304, 2304, 2304, threads)
for n, k in ((384, 128), (512, 128), (128, 512)):
    product(768, n, k, 2)
for threads in (1, 2):
    attention(4096, 12, 64, threads)
with torch.no_grad():
    rows = torch.randn(65536, 1024)
    out = torch.empty_like(rows)
    traffic = 2 * rows.numel() * 4 / 1e9
    gain, bias = torch.rand(1024), torch.rand(1024)
    measure("gelu_tanh", 2, traffic, lambda: torch._C._nn.gelu(rows, approximate="tanh", out=out))
    measure("softmax", 2, traffic, lambda: torch.softmax(rows, 1, out=out))
    measure("layer_norm", 2, traffic, lambda: torch.nn.functional.layer_norm(rows, (1024,), gain, bias))
