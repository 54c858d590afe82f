namespace Attune.Kernels;

/// <summary>The most bfloat16 arithmetic that one core can do, on registers alone.</summary>
public static unsafe class Bf16Peak
{
    private const int FlopsPerInstruction = 16 * 2 * 2;

    /// <summary>Runs <paramref name="rounds"/> rounds of VDPBF16PS on the calling thread.</summary>
    /// <returns>
    /// The floating-point operations done (a multiplication and an addition count as two), or null where
    /// <see cref="EmittedKernels.Status"/> says that the instruction cannot be used.
    /// </returns>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than one round.</exception>
    public static double? Run(long rounds)
    {
        if (rounds < 1)
            throw new ArgumentOutOfRangeException(nameof(rounds), rounds, $"bf16_peak: expected at least 1 round, got {rounds}");
        if (EmittedKernels.Status.State is not EmittedState.Available)
            return null;
        EmittedKernels.Code.Bf16Peak(rounds);
        return (double)rounds * Bf16Code.PeakChains * FlopsPerInstruction;
    }
}
