namespace Attune.Tokenizers.Tests;

public class UnigramEstimationTests
{
    [Fact]
    public void Expectations_and_likelihood_are_those_worked_out_by_hand()
    {
        // "ab" is ab (0.25) or a|b (0.5 * 0.25): 3 words of 0.375; "b" is b: 1 word of 0.25.
        var pieces = Pieces(("a", 0.5), ("ab", 0.25), ("b", 0.25));
        var words = UnigramTrainerTests.Count(["ab", "ab", "ab", "b"]);
        var (expected, likelihood) = new UnigramEstimation(words, 1, default).Expect(pieces);
        Assert.Equal(3 * Math.Log(0.375) + Math.Log(0.25), likelihood, 1e-6);
        Assert.Equal(1, expected[0], 1e-6);
        Assert.Equal(2, expected[1], 1e-6);
        Assert.Equal(2, expected[2], 1e-6);
    }

    [Fact]
    public void Expectations_are_those_of_all_segmentations()
    {
        var pieces = Pieces(("a", 0.2), ("aa", 0.1), ("aab", 0.05), ("ab", 0.15), ("b", 0.3), ("ba", 0.2));
        var model = new Unigram(Vocabulary.Create(["a", "aa", "aab", "ab", "b", "ba"]), pieces.Scores, null, false);
        const string Text = "aabaabba";
        var all = model.NBest(Text, 1000);
        double sum = all.Sum(path => Math.Exp(path.Score));
        var (expected, likelihood) = new UnigramEstimation(UnigramTrainerTests.Count([Text]), 1, default).Expect(pieces);
        Assert.Equal(Math.Log(sum), likelihood, 1e-9);
        for (int id = 0; id < expected.Length; id++)
            Assert.Equal(all.Sum(path => Math.Exp(path.Score) / sum * path.Ids.Count(other => other == id)), expected[id], 1e-9);
    }

    [Fact]
    public void Rare_tokens_are_dropped_and_scores_are_the_digammas_of_what_is_expected()
    {
        var pieces = Pieces(("a", 0.5), ("ab", 0.25), ("b", 0.25));
        var renewed = UnigramEstimation.Maximize(pieces, [3, 0.4, 5], 1);
        Assert.Equal(2, renewed.Count);
        Assert.Equal(UnigramEstimation.Digamma(3) - UnigramEstimation.Digamma(8), renewed.Scores[0], 1e-6);
        Assert.Equal(UnigramEstimation.Digamma(5) - UnigramEstimation.Digamma(8), renewed.Scores[1], 1e-6);
        Assert.Equal(3, UnigramEstimation.Maximize(pieces, [3, 0.4, 5], 3).Count);
    }

    [Fact]
    public void Pruning_keeps_what_nothing_can_replace_and_what_is_dear_to_replace()
    {
        // "abab" is one token, "cd" another that is more frequent; the letters have no replacement.
        var pieces = Pieces(("a", 0.1), ("ab", 0.1), ("abab", 0.1), ("b", 0.1), ("c", 0.1), ("cd", 0.2), ("d", 0.1), ("dd", 0.0001));
        var words = UnigramTrainerTests.Count([.. Enumerable.Repeat("abab", 3), "ab", .. Enumerable.Repeat("cd", 20), "a", "b", "c", "d", "dd"]);
        var pruned = new UnigramEstimation(words, 2, default).Prune(pieces, 6, 1);
        Assert.Equal(["a", "abab", "b", "c", "cd", "d"], Enumerable.Range(0, pruned.Count).Select(i => System.Text.Encoding.UTF8.GetString(pruned.Bytes(i))));
        Assert.Equal(7, new UnigramEstimation(words, 2, default).Prune(pieces, 8, 1).Count);
        Assert.Equal(8, new UnigramEstimation(words, 2, default).Prune(pieces, 8, 8).Count);
    }

    [Theory]
    [InlineData(1, -0.57721566490153286)]
    [InlineData(0.5, -1.9635100260214235)]
    [InlineData(10, 2.2517525890667211)]
    [InlineData(1e6, 13.815510057964191)]
    public void Digamma_is_exact(double x, double y) => Assert.Equal(y, UnigramEstimation.Digamma(x), 1e-11); // the first term left out, at 7

    private static UnigramPieces Pieces(params (string Token, double Probability)[] pieces)
    {
        int end = 0;
        Range[] ranges = [.. pieces.Select(piece => end..(end += piece.Token.Length))];
        byte[] bytes = [.. pieces.SelectMany(piece => piece.Token.Select(letter => (byte)letter))];
        return new UnigramPieces(bytes, ranges, [.. pieces.Select(piece => (float)Math.Log(piece.Probability))]);
    }
}
