namespace Attune.Kernels.Tests;

/// <summary>How far a single-precision result is from the double-precision reference.</summary>
internal static class Close
{
    /// <summary>The bound for whole results: normalized mean square error of float kernels.</summary>
    public const double Nmse = 1e-12;

    /// <summary>sum (actual - expected)^2 / sum expected^2; infinite when exactly one of a pair is not finite or they differ in kind.</summary>
    public static double NormalizedMeanSquareError(ReadOnlySpan<double> expected, ReadOnlySpan<float> actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        double error = 0, power = 0;
        for (int i = 0; i < expected.Length; i++)
        {
            if (!double.IsFinite((float)expected[i]) || !float.IsFinite(actual[i]))
            {
                if (!((float)expected[i]).Equals(actual[i]))
                    return double.PositiveInfinity;
                continue;
            }

            error += (actual[i] - expected[i]) * (actual[i] - expected[i]);
            power += expected[i] * expected[i];
        }

        return error == 0 ? 0 : error / power;
    }

    public static void AssertNmse(ReadOnlySpan<double> expected, ReadOnlySpan<float> actual, string what, double bound = Nmse)
    {
        double error = NormalizedMeanSquareError(expected, actual);
        Assert.True(error <= bound, $"{what}: normalized mean square error {error:g3} > {bound:g3}");
    }

    /// <summary>
    /// Distance in units of the last place of the expected value, as a float, or of <paramref name="term"/> where that is larger; 0 for equal kinds
    /// of NaN and infinity.
    /// </summary>
    public static double Ulps(double expected, float actual, double term = 0)
    {
        float rounded = (float)expected;
        if (float.IsNaN(rounded) || float.IsNaN(actual))
            return float.IsNaN(rounded) && float.IsNaN(actual) ? 0 : double.PositiveInfinity;
        if (float.IsInfinity(rounded) || float.IsInfinity(actual))
            return rounded == actual ? 0 : double.PositiveInfinity;
        double magnitude = Math.Max(Math.Max(Math.Abs(expected), term), BitConverter.Int32BitsToSingle(0x00800000));
        double ulp = Math.ScaleB(1.0, Math.ILogB(magnitude) - 23);
        return Math.Abs(actual - expected) / ulp;
    }

    public static void AssertSameBits(ReadOnlySpan<float> expected, ReadOnlySpan<float> actual, string what)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
        {
            if (BitConverter.SingleToInt32Bits(expected[i]) != BitConverter.SingleToInt32Bits(actual[i]))
                Assert.Fail($"{what}: element {i} of {expected.Length}: expected the bits of {expected[i]:r}, got {actual[i]:r}");
        }
    }
}
