namespace Attune.Kernels.Tests;

public class KernelPathTests
{
    [Theory]
    [InlineData("avx")]
    [InlineData("V256")]
    [InlineData(" v256 ")]
    public void A_malformed_kernel_path_says_what_is_allowed(string value)
    {
        var error = Assert.Throws<InvalidOperationException>(() => KernelPaths.Parse(value));
        Assert.Equal($"ATTUNE_KERNELS: expected scalar, v128, v256, v512 or emitted, got \"{value}\"", error.Message);
    }

    [Fact]
    public void A_forced_path_holds_until_it_is_disposed()
    {
        var before = KernelPaths.Current;
        using (KernelPaths.Use(KernelPath.V128))
        {
            using (KernelPaths.Use(KernelPath.Scalar))
                Assert.Equal(KernelPath.Scalar, KernelPaths.Current);
            Assert.Equal(KernelPath.V128, KernelPaths.Current);
        }

        Assert.Equal(before, KernelPaths.Current);
    }

    [Fact]
    public void The_default_is_emitted_code_only_where_it_is_faster()
    {
        Assert.Equal(KernelPaths.Default, KernelPaths.Parse(null));
        Assert.Equal(KernelPaths.Default, KernelPaths.Parse(""));
        Assert.Equal(EmittedKernels.AreFaster ? KernelPath.Emitted : KernelPaths.Widest, KernelPaths.Default);
        Assert.True(!EmittedKernels.AreFaster || EmittedKernels.MissingInstructions() is null);
    }

    [Fact]
    public void No_other_path_can_be_forced()
    {
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => KernelPaths.Use((KernelPath)77));
        Assert.StartsWith("kernels: expected one of the paths, got 77", error.Message, StringComparison.Ordinal);
    }
}
