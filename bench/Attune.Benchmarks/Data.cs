using Attune.Kernels;

namespace Attune.Benchmarks;

/// <summary>Made-up operands.</summary>
internal static class Data
{
    /// <summary>Numbers from -0.5 to 0.5, always the same.</summary>
    public static PinnedBuffer Uniform(long count)
    {
        var buffer = new PinnedBuffer(count * sizeof(float));
        var random = new Random(1);
        foreach (ref float value in buffer.Span<float>())
            value = random.NextSingle() - 0.5f;
        return buffer;
    }
}
