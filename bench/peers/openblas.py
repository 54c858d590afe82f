"""OpenBLAS's f32 matrix product, called directly. Prints one JSON object a line."""
import ctypes
import json
import time

import numpy as np

blas = ctypes.CDLL("libopenblas.so.0")
blas.openblas_get_corename.restype = ctypes.c_char_p
core = blas.openblas_get_corename().decode()
ROW_MAJOR, PLAIN = 101, 111


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


for threads in (1, 2):
    measure(2304, 2304, 2304, threads)
for n, k in ((384, 128), (512, 128), (128, 512)):
    measure(768, n, k, 2)
