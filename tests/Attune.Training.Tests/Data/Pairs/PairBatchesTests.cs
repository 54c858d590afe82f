using Attune.Formats.Tests;

namespace Attune.Training.Tests;

public sealed class PairBatchesTests : IDisposable
{
    private const int End = 9;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Each_pair_comes_once_in_an_epoch_and_sides_belong_together()
    {
        var pairs = Make(100, longest: 64);
        var source = new PairBatches(pairs, new Recipe { BatchTokens = 40 });
        var epochs = new List<List<int>>();
        for (int epoch = 0; epoch < 2; epoch++)
        {
            var seen = new List<int>();
            for (int i = 1; i <= source.Count; i++)
                seen.AddRange(Numbers(source, (epoch * source.Count) + i));
            Assert.Equal(Enumerable.Range(0, 100), seen.Order());
            epochs.Add(seen);
        }

        Assert.NotEqual(epochs[0], epochs[1]);
    }

    [Fact]
    public void Batches_have_targets_of_similar_lengths_and_no_more_tokens_than_are_wanted()
    {
        var source = new PairBatches(Make(400, longest: 64), new Recipe { BatchTokens = 60 });
        var batch = new TokenBatch();
        for (int step = 1; step <= source.Count; step++)
        {
            source.Fill(step, 0, batch);
            int[] lengths = batch.Lengths.ToArray();
            Assert.InRange(batch.Rows, 1, 60);
            Assert.InRange(lengths.Max() - lengths.Min(), 0, 2);
        }
    }

    [Fact]
    public void No_row_of_an_epoch_is_padding()
    {
        var pairs = Make(400, longest: 64);
        var source = new PairBatches(pairs, new Recipe { BatchTokens = 60 });
        var batch = new TokenBatch();
        int targetRows = 0, sourceRows = 0;
        for (int step = 1; step <= source.Count; step++)
        {
            source.Fill(step, 0, batch);
            (targetRows, sourceRows) = (targetRows + batch.Rows, sourceRows + batch.SourceRows);
        }

        // Each side with its end.
        Assert.Equal(Enumerable.Range(0, pairs.Count).Sum(i => pairs.TargetOf(i).Length + 1), targetRows);
        Assert.Equal(Enumerable.Range(0, pairs.Count).Sum(i => pairs.SourceOf(i).Length + 1), sourceRows);
    }

    [Fact]
    public void A_decoder_reads_the_end_and_then_the_target_and_predicts_the_target_and_then_the_end()
    {
        var pairs = Make(1, longest: 64);
        var batch = new TokenBatch();
        batch.Read(pairs, [0]);

        Assert.Equal([1, 2, End], batch.SourceTokens.ToArray());
        Assert.Equal([End, 0, 3], batch.Tokens.ToArray());
        Assert.Equal([0, 3, End], batch.Labels.ToArray());
    }

    [Fact]
    public void Pairs_that_are_too_long_are_left_out_whichever_side_it_is()
    {
        string sources = _folder.File("s"), targets = _folder.File("t");
        TokenFile.Write(sources, 10, [([1, 1, 1, End], 3), ([2, End], 1), ([3, 3, End], 2)]);
        TokenFile.Write(targets, 10, [([1, End], 1), ([2, 2, 2, 2, End], 4), ([3, End], 1)]);

        var pairs = new SentencePairs(TokenFile.Open(sources), TokenFile.Open(targets), End, longest: 3);

        Assert.Equal((1, 2), (pairs.Count, pairs.LeftOut));
        Assert.Equal([3, 3], pairs.SourceOf(0));
        Assert.Equal([3], pairs.TargetOf(0));
    }

    // The target of pair i has i mod 5 + 1 tokens behind the digits of i; the source says i too.
    private SentencePairs Make(int count, int longest)
    {
        string sources = _folder.File($"s{count}"), targets = _folder.File($"t{count}");
        TokenFile.Write(sources, 10, Enumerable.Range(0, count).Select(i => ((int[])[.. count == 1 ? [1, 2] : Digits(i), End], 2L)));
        TokenFile.Write(targets, 10, Enumerable.Range(0, count).Select(i => ((int[])[.. count == 1 ? [0] : Digits(i), .. Enumerable.Repeat(3, (i % 5) + 1), End], 2L)));
        return new SentencePairs(TokenFile.Open(sources), TokenFile.Open(targets), End, longest);
    }

    private static int[] Digits(int number) => [number / 81, number / 9 % 9, number % 9];

    private static List<int> Numbers(PairBatches source, long step)
    {
        var batch = new TokenBatch();
        source.Fill(step, 0, batch);
        var numbers = new List<int>();
        int row = 0, sourceRow = 0;
        for (int i = 0; i < batch.Lengths.Length; i++)
        {
            int number = NumberAt(batch.SourceTokens[sourceRow..]);
            Assert.Equal(number, NumberAt(batch.Labels[row..]));
            numbers.Add(number);
            row += batch.Lengths[i];
            sourceRow += batch.SourceLengths[i];
        }

        return numbers;
    }

    private static int NumberAt(ReadOnlySpan<int> digits) => (81 * digits[0]) + (9 * digits[1]) + digits[2];
}
