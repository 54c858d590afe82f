namespace Attune.Training.Tests;

public class ReadableNumberTests
{
    /// <summary>What Python's format writes: 6.25 and 0.125 lie exactly between two, 0.35 and 2.675 do not.</summary>
    [Theory]
    [InlineData(6.25, 1, "6.2")]
    [InlineData(18.75, 1, "18.8")]
    [InlineData(0.125, 2, "0.12")]
    [InlineData(0.35, 1, "0.3")]
    [InlineData(2.675, 2, "2.67")]
    [InlineData(100, 2, "100.00")]
    public void Fixed_decimals_round_the_exact_number(double value, int decimals, string text)
    {
        Assert.Equal(text, ReadableNumber.Fixed(value, decimals));
    }
}
