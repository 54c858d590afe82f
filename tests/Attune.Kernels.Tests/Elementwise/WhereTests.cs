namespace Attune.Kernels.Tests;

public class WhereTests
{
    [Theory]
    [MemberData(nameof(Paths.Data), MemberType = typeof(Paths))]
    public void Every_length_is_the_reference_and_what_is_not_chosen_does_not_matter(KernelPath path)
    {
        using var scope = KernelPaths.Use(path);
        foreach (int length in Inputs.Lengths)
        {
            float[] condition = new float[length], a = Inputs.Normal(length, 1), b = Inputs.Normal(length, 2), y = new float[length];
            for (int i = 0; i < length; i++)
            {
                condition[i] = (i % 3) switch { 0 => 0, 1 => 1, _ => float.NaN };
                if (i % 3 == 0)
                    a[i] = float.NaN;
                else
                    b[i] = float.PositiveInfinity;
            }

            var expected = new double[length];
            Where.Select(condition, a, b, y);
            WhereReference.Select(Inputs.Wide(condition), Inputs.Wide(a), Inputs.Wide(b), expected);
            Close.AssertNmse(expected, y, $"{length} on {path}", 0);
            Where.Select(condition, [2f], a, a);
            for (int i = 0; i < length; i++)
                Assert.Equal(condition[i] == 0 ? float.NaN : 2f, a[i]);
        }
    }

    [Fact]
    public void Large_results_that_bypass_the_caches_are_the_same()
    {
        int count = (int)(Streaming.FromBytes / sizeof(float)) + 1003;
        float[] a = new float[count], y = new float[count];
        RandomNumbers.Normal(new RandomKey(1, 2, 3), a, 1, count);
        for (int i = 0; i < count; i += 3)
            a[i] = 0;

        Where.Select(a, [2f], a, y);

        for (int i = 0; i < count; i++)
        {
            if (y[i] != (a[i] == 0 ? 0 : 2))
                Assert.Fail($"element {i} is {y[i]} for the condition {a[i]}");
        }
    }

    [Fact]
    public void Wrong_lengths_are_named()
    {
        Assert.Equal(
            "where: expected condition of 3, got 2",
            Assert.Throws<ArgumentException>(() => Where.Select(new float[2], new float[3], new float[3], new float[3])).Message);
    }
}
