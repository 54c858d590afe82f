"""OpenBLAS's f32 matrix product, called directly. Prints one JSON object a line; with --best-core the name of the fastest core type."""
import ctypes
import json
import os
import subprocess
import sys
import time

import numpy as np

blas = ctypes.CDLL("libopenblas.so.0")
blas.openblas_get_corename.restype = ctypes.c_char_p
core = blas.openblas_get_corename().decode()
ROW_MAJOR, PLAIN = 101, 111


def best_core():
    """OpenBLAS does not know every processor and then takes the slowest code; this tries what it has and names the fastest."""
    rates = {}
    for name in ("", "SKYLAKEX", "COOPERLAKE", "SAPPHIRERAPIDS", "HASWELL", "ZEN", "NEOVERSEN1"):
        environment = {key: value for key, value in os.environ.items() if key != "OPENBLAS_CORETYPE"}
        if name:
            environment["OPENBLAS_CORETYPE"] = name
        done = subprocess.run(
            [sys.executable, __file__, "--probe"], env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, check=False)
        # A core type that the processor cannot run ends in an illegal instruction.
        if done.returncode == 0:
            rates[name] = json.loads(done.stdout)["rate"]
    return max(rates, key=rates.get)


def measure(m, n, k, threads):
    blas.openblas_set_num_threads(threads)
    a, b = (np.random.rand(*shape).astype(np.float32) - 0.5 for shape in ((m, k), (k, n)))
    c = np.zeros((m, n), np.float32)
    pointer = lambda x: x.ctypes.data_as(ctypes.c_void_p)
    one, zero = ctypes.c_float(1), ctypes.c_float(0)

    def product():
        blas.cblas_sgemm(ROW_MAJOR, PLAIN, PLAIN, m, n, k, one, pointer(a), k, pointer(b), n, zero, pointer(c), n)

    operations = 2.0 * m * n * k
    calls = max(1, round(1e10 / operations))
    rates = []
    product()
    for _ in range(7):
        start = time.perf_counter()
        for _ in range(calls):
            product()
        rates.append(operations * calls / (time.perf_counter() - start) / 1e9)
    rate = sorted(rates)[len(rates) // 2]
    print(json.dumps({"peer": f"openblas ({core})", "work": f"gemm {m}x{n}x{k}", "threads": threads, "rate": rate}), flush=True)


if sys.argv[1:] == ["--best-core"]:
    print(best_core())
elif sys.argv[1:] == ["--probe"]:
    measure(1152, 1152, 1152, 1)
else:
    for threads in (1, 2):
        measure(2304, 2304, 2304, threads)
    for n, k in ((384, 128), (512, 128), (128, 512)):
        measure(768, n, k, 2)
