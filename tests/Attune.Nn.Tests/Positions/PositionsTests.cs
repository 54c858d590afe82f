using Attune.Tensors;

namespace Attune.Nn.Tests;

public class PositionsTests
{
    [Fact]
    public void Slopes_of_ALiBi_are_the_published_series_for_any_number_of_heads()
    {
        Assert.Equal([0.5f, 0.25f, 0.125f, 0.0625f, 0.03125f, 0.015625f, 0.0078125f, 0.00390625f], AlibiSlopes.Of(8).ToArray<float>());
        Assert.Equal([0.0625f, 0.00390625f, 0.25f], AlibiSlopes.Of(3).ToArray<float>());
        Assert.Equal([0.00390625f], AlibiSlopes.Of(1).ToArray<float>());
    }

    [Fact]
    public void Sinusoidal_positions_are_sines_and_cosines_of_the_paper_where_each_sequence_starts_anew()
    {
        float[] rows = new SinusoidalPositions(5, 4).Forward(new Pass(Segments.Of(2, 3))).ToArray<float>();

        Assert.Equal([0f, 1, 0, 1], rows[..4]);
        Assert.Equal([MathF.Sin(1), MathF.Cos(1), MathF.Sin(0.01f), MathF.Cos(0.01f)], rows[4..8], (x, y) => MathF.Abs(x - y) < 1e-6f);
        Assert.Equal(rows[..8], rows[8..16]);
    }

    [Fact]
    public void Learned_positions_are_rows_of_their_parameter()
    {
        var positions = new LearnedPositions(Weights.Fresh(1) / "wpe", 3, 2);
        float[] table = positions.Parameters.Single().Value.ToArray<float>();

        Assert.Equal("wpe.weight", positions.Parameters.Single().Name);
        Assert.Equal([.. table, .. table[..2]], positions.Forward(new Pass(Segments.Of(3, 1))).ToArray<float>());
    }

    [Fact]
    public void Scalings_that_make_no_sense_are_refused()
    {
        var wrong = Assert.Throws<ArgumentException>(() => new RotaryPositions(4, 8, scaling: new RopeScaling { Type = "llama3", Factor = 0.5, HighFrequencyFactor = 1 }));

        Assert.Contains("rope_scaling.factor: expected at least 1, found 0.5", wrong.Message, StringComparison.Ordinal);
        Assert.Contains("rope_scaling.high_freq_factor", wrong.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Dynamic_scaling_turns_a_sequence_alone_as_in_a_batch()
    {
        var rotary = new RotaryPositions(4, 4, scaling: new RopeScaling { Type = "dynamic", Factor = 4 });
        var x = Tensor.Normal([9, 1, 4], new Attune.Kernels.RandomKey(1, 0, 0));

        float[] together = rotary.Rotate(x, new Pass(Segments.Of(3, 6))).ToArray<float>();

        Assert.Equal(rotary.Rotate(x.Slice(0, 0, 3), new Pass(Segments.Of(3))).ToArray<float>(), together[..12]);
        Assert.Equal(rotary.Rotate(x.Slice(0, 3, 6), new Pass(Segments.Of(6))).ToArray<float>(), together[12..]);
    }
}
