"""Debian's PyTorch at its best on the processor: import this before torch. The core type of OpenBLAS comes from the environment (see at_their_best)."""
import ctypes
import os

libc = ctypes.CDLL(None)
M_TRIM_THRESHOLD, M_MMAP_MAX = -1, -4
# Freed memory stays with the process: else each large tensor of each step costs its page faults again (a fifth of a step).
libc.mallopt(M_MMAP_MAX, 0)
libc.mallopt(M_TRIM_THRESHOLD, -1)
os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
# This version has AVX-512 code for elementwise work but does not choose it by itself.
with open("/proc/cpuinfo", encoding="ascii") as cpuinfo:
    if {"avx512f", "avx512bw", "avx512dq", "avx512vl"} <= set(cpuinfo.read().split()):
        os.environ.setdefault("ATEN_CPU_CAPABILITY", "avx512")

import torch  # noqa: E402: it reads the environment when it is loaded

# PyTorch's own setting does not reach the matrix products of the OpenBLAS it is linked to.
blas = ctypes.CDLL("libopenblas.so.0")
blas.openblas_get_corename.restype = ctypes.c_char_p


def use_threads(count):
    torch.set_num_threads(count)
    blas.openblas_set_num_threads(count)


def facts():
    capability = next(line.split(":")[1].strip() for line in torch.__config__.show().splitlines() if "CPU capability" in line)
    return {"openblas_core": blas.openblas_get_corename().decode(), "vector_capability": capability}
