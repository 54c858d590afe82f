using Attune.Tensors;

namespace Attune.Nn.Tests;

public class SegmentsTests
{
    [Fact]
    public void Offsets_and_positions_follow_from_the_lengths()
    {
        var segments = Segments.Continue([2, 0, 3], [0, 4, 7]);

        Assert.Equal([0, 2, 2, 5], segments.Offsets.ToArray<int>());
        Assert.Equal([0, 1, 7, 8, 9], segments.Positions.ToArray<int>());
    }

    [Fact]
    public void Those_of_a_step_are_the_same_and_end_with_it()
    {
        Segments ofStep, kept;
        using (Step.Begin())
        {
            (ofStep, kept) = (Segments.OfStep(3, 1), Segments.Of(3, 1));
            Assert.Equal(kept.Positions.ToArray<int>(), ofStep.Positions.ToArray<int>());
            Assert.Equal(kept.Offsets.ToArray<int>(), ofStep.Offsets.ToArray<int>());
            Assert.True(kept.Lengths.SequenceEqual(ofStep.Lengths));
        }

        Assert.Equal([0, 3, 4], kept.Offsets.ToArray<int>());
        Assert.ThrowsAny<InvalidOperationException>(() => ofStep.Offsets.ToArray<int>());
    }
}
