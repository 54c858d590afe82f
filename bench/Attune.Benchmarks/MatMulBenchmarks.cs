using Attune.Kernels;
using BenchmarkDotNet.Attributes;

namespace Attune.Benchmarks;

/// <summary>Matrix products: a large square, and those of a small GPT.</summary>
public class MatMulBenchmarks
{
    private PinnedBuffer _a = null!;
    private PinnedBuffer _b = null!;
    private PinnedBuffer _c = null!;

    [Params("2304x2304x2304", "768x384x128", "768x128x512")]
    public string Shape { get; set; } = "";

    [Params(1, 2)]
    public int Threads { get; set; }

    private int M { get; set; }

    private int N { get; set; }

    private int K { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        int[] sizes = [.. Shape.Split('x').Select(int.Parse)];
        (M, N, K) = (sizes[0], sizes[1], sizes[2]);
        _a = Data.Uniform((long)M * K);
        _b = Data.Uniform((long)K * N);
        _c = Data.Uniform((long)M * N);
    }

    [Benchmark]
    public void Product()
    {
        using var workers = Workers.Use(Threads);
        MatMul.Run(new MatrixView(_a.Span<float>(), M, K), new MatrixView(_b.Span<float>(), K, N), _c.Span<float>(), N);
    }

    [Benchmark]
    public void ProductWithTransposedRight()
    {
        using var workers = Workers.Use(Threads);
        MatMul.Run(new MatrixView(_a.Span<float>(), M, K), new MatrixView(_b.Span<float>(), N, K).Transposed, _c.Span<float>(), N);
    }
}
