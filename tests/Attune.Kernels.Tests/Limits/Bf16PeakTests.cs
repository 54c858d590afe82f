namespace Attune.Kernels.Tests.Limits;

public class Bf16PeakTests
{
    [Fact]
    public void It_counts_its_operations_where_the_instruction_is_and_says_nothing_elsewhere()
    {
        double? expected = EmittedKernels.Status.State is EmittedState.Available ? 1000.0 * 24 * 64 : null;
        Assert.Equal(expected, Bf16Peak.Run(1000));
    }

    [Fact]
    public void No_rounds_are_refused() =>
        Assert.Contains("bf16_peak: expected at least 1 round, got 0", Assert.Throws<ArgumentOutOfRangeException>(() => Bf16Peak.Run(0)).Message, StringComparison.Ordinal);
}
