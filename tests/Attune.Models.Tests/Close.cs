namespace Attune.Models.Tests;

/// <summary>Floats against numbers of more digits.</summary>
internal static class Close
{
    /// <summary>|found - expected| at most tolerance (1 + |expected|), element by element.</summary>
    public static void AssertEqual(string what, IReadOnlyList<double> expected, IReadOnlyList<float> found, double tolerance)
    {
        Assert.Equal(expected.Count, found.Count);
        for (int i = 0; i < expected.Count; i++)
        {
            if (!(Math.Abs(found[i] - expected[i]) <= tolerance * (1 + Math.Abs(expected[i]))))
                Assert.Fail($"{what}[{i}]: expected {expected[i]}, found {found[i]}, more than {tolerance} apart");
        }
    }
}
