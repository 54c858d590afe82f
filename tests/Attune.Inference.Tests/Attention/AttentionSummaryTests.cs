namespace Attune.Inference.Tests;

public class AttentionSummaryTests
{
    [Fact]
    public void A_causal_head_that_looks_back_one_place_is_found()
    {
        var summary = AttentionSummary.Of(Map(AttentionKind.Decoder, 5, 5, row => Math.Max(0, row - 1)));
        // The first row has no choice and is not counted; the second looks at the first token, which is the previous one.
        Assert.Equal(new AttentionSummary(EntropyShare: 0, Itself: 0, Previous: 1, Next: null, First: 0.25, Last: null), summary);
    }

    [Fact]
    public void Places_in_sight_of_all_are_counted_on_the_rows_that_have_them()
    {
        Assert.Equal(new AttentionSummary(0, 1, 0, 0, 0.25, 0.25), AttentionSummary.Of(Map(AttentionKind.Encoder, 4, 4, row => row)));
        // Two of three rows have a next place, and three a place of their own number.
        Assert.Equal(new AttentionSummary(0, 1 / 3.0, 0, 0.5, 0, 1), AttentionSummary.Of(Map(AttentionKind.Cross, 3, 3, _ => 2)));
    }

    [Fact]
    public void Even_weights_have_the_whole_entropy()
    {
        var encoder = AttentionSummary.Of(new(AttentionKind.Encoder, 0, 0, 2, 4, new float[] { 0.25f, 0.25f, 0.25f, 0.25f, 0.25f, 0.25f, 0.25f, 0.25f }));
        Assert.Equal(1, encoder.EntropyShare!.Value, 1e-12);
        Assert.Equal(0.25, encoder.Previous);
        var causal = AttentionSummary.Of(new(AttentionKind.Decoder, 0, 0, 2, 2, new float[] { 1, 0, 0.5f, 0.5f }));
        Assert.Equal(1, causal.EntropyShare!.Value, 1e-12);
        // 0.9 ln 0.9 + 0.1 ln 0.1 over ln 0.5.
        var uneven = AttentionSummary.Of(new(AttentionKind.Cross, 0, 0, 1, 2, new float[] { 0.9f, 0.1f }));
        Assert.Equal(0.468996, uneven.EntropyShare!.Value, 1e-6);
    }

    [Fact]
    public void A_single_token_says_nothing() =>
        Assert.Equal(new AttentionSummary(null, null, null, null, null, null), AttentionSummary.Of(Map(AttentionKind.Decoder, 1, 1, _ => 0)));

    /// <summary>A map whose rows look at one token each.</summary>
    private static AttentionMap Map(AttentionKind kind, int rows, int columns, Func<int, int> target)
    {
        float[] weights = new float[rows * columns];
        for (int row = 0; row < rows; row++)
            weights[(row * columns) + target(row)] = 1;
        return new(kind, 0, 0, rows, columns, weights);
    }
}
