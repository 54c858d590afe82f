namespace Attune.Kernels.Tests.Limits;

public class HardwareLimitsTests
{
    [Fact]
    public void Limits_are_positive_rates()
    {
        var data = new float[100_003];
        var target = new PinnedBuffer(sizeof(float) * data.Length);

        Assert.True(HardwareLimits.FusedMultiplyAdd(1, TimeSpan.FromMilliseconds(5)) > 0);
        Assert.True(HardwareLimits.Read(data, 2) > 0);
        Assert.True(HardwareLimits.Copy(data, target.Span<float>()[..data.Length], 2) > 0);
    }

    [Fact]
    public void The_copy_whose_rate_is_the_limit_copies()
    {
        var data = Inputs.Normal(300_001, seed: 1);
        var target = new PinnedBuffer(sizeof(float) * data.Length);

        HardwareLimits.Copy(data, target.Span<float>()[..data.Length], 3);

        Close.AssertSameBits(data, target.Span<float>()[..data.Length], "copy");
    }

    [Fact]
    public void A_target_of_another_length_is_refused()
    {
        var error = Assert.Throws<ArgumentException>(() => HardwareLimits.Copy(new float[4], new float[5], 1));
        Assert.Equal("copy: expected a target of 4, got 5", error.Message);
    }
}
