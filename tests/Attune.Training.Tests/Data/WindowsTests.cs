using Attune.Formats.Tests;

namespace Attune.Training.Tests;

/// <summary>Which tokens are in which batch. Token i of the files here is i, but for the ends of documents, which are 0.</summary>
public sealed class WindowsTests : IDisposable
{
    private const int End = 0;

    private readonly TemporaryFolder _folder = new();
    private readonly List<TokenFile> _files = [];

    public void Dispose()
    {
        foreach (var file in _files)
            file.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData(2, 8)]
    [InlineData(9, 8)]
    [InlineData(10, 8)]
    [InlineData(17, 8)]
    [InlineData(20_000, 7)]
    [InlineData(20_000, 5000)]
    public void Evaluation_by_windows_predicts_every_token_but_the_first_once(int length, int context)
    {
        var tokens = FileOf(Enumerable.Range(0, length));

        var batches = Copied(EvaluationBatches.Of(tokens, TokenPieces.Windows(tokens, context), 0));

        Assert.Equal(Enumerable.Range(1, length - 1), batches.SelectMany(batch => batch.Labels));
        AssertSequences(batches, context);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(8)]
    [InlineData(100)]
    public void Evaluation_by_documents_predicts_every_token_but_the_first_once(int context)
    {
        int[] ids = Documents(300);
        var tokens = FileOf(ids);

        var batches = Copied(EvaluationBatches.Of(tokens, TokenPieces.Documents(tokens, End, context), 0));

        Assert.Equal(ids[1..], batches.SelectMany(batch => batch.Labels));
        foreach (var (_, labels) in AssertSequences(batches, context))
            Assert.DoesNotContain(End, labels[..^1]);
    }

    [Fact]
    public void An_evaluation_of_some_tokens_takes_the_first_ones()
    {
        var tokens = FileOf(Enumerable.Range(0, 30_000));

        var batches = Copied(EvaluationBatches.Of(tokens, TokenPieces.Windows(tokens, 64), mostTokens: 5000));

        int count = batches.Sum(batch => batch.Rows);
        Assert.InRange(count, 5000, 5000 + 4096);
        Assert.Equal(Enumerable.Range(1, count), batches.SelectMany(batch => batch.Labels));
    }

    [Theory]
    [InlineData(4, 1)]
    [InlineData(3, 2)]
    public void An_epoch_has_every_window_once_in_an_order_of_its_own(int batchSize, int accumulation)
    {
        var tokens = FileOf(Enumerable.Range(0, 101));
        var recipe = new Recipe { ContextLength = 5, BatchSize = batchSize, Accumulation = accumulation };

        // 20 windows; three epochs, whose ends fall into batches.
        int[] starts = [.. Starts(new EpochWindows(tokens, recipe), recipe, 60)];

        var epochs = starts.Chunk(20).ToArray();
        Assert.All(epochs, epoch => Assert.Equal(Enumerable.Range(0, 20).Select(i => i * 5), epoch.Order()));
        Assert.NotEqual(epochs[0], epochs[1]);
        Assert.NotEqual(epochs[0], [.. epochs[0].Order()]);
    }

    [Fact]
    public void An_epoch_has_every_document_once()
    {
        int[] ids = Documents(300);
        var tokens = FileOf(ids);
        var pieces = TokenPieces.Documents(tokens, End, 8);
        var recipe = new Recipe { ContextLength = 8, BatchSize = 1, Sampling = "documents" };
        var source = new DocumentSequences(pieces, tokens, recipe);

        var labels = new List<int>();
        for (int step = 1; step <= pieces.Count; step++)
        {
            var batch = new TokenBatch();
            source.Fill(step, 0, batch);
            labels.AddRange(batch.Labels);
        }

        Assert.Equal(ids[1..].Order(), labels.Order());
    }

    [Fact]
    public void Random_windows_are_a_function_of_step_and_pass_and_reach_all_places()
    {
        var tokens = FileOf(Enumerable.Range(0, 40));
        var recipe = new Recipe { ContextLength = 8, BatchSize = 4, Accumulation = 2 };
        var source = new RandomWindows(tokens, recipe);

        int[] starts = [.. Starts(source, recipe, 4000)];

        Assert.Equal(starts, Starts(source, recipe, 4000));
        Assert.Equal(Enumerable.Range(0, 32), starts.Distinct().Order());
        // 4,000 draws among 32 places: 125 each, give or take 11.
        Assert.All(starts.CountBy(start => start), count => Assert.InRange(count.Value, 80, 170));
        Assert.NotEqual(starts, Starts(new RandomWindows(tokens, recipe with { Seed = 2 }), recipe, 4000));
    }

    [Fact]
    public void A_text_of_one_window_and_its_label_is_enough()
    {
        var tokens = FileOf(Enumerable.Range(0, 9));
        var recipe = new Recipe { ContextLength = 8, BatchSize = 2 };

        Assert.All(Starts(new RandomWindows(tokens, recipe), recipe, 10), start => Assert.Equal(0, start));
        Assert.All(Starts(new EpochWindows(tokens, recipe), recipe, 10), start => Assert.Equal(0, start));
    }

    private static IEnumerable<int> Starts(IBatchSource source, Recipe recipe, int count)
    {
        var batch = new TokenBatch();
        int given = 0;
        for (int step = 1; given < count; step++)
        {
            for (int pass = 0; pass < recipe.Accumulation && given < count; pass++)
            {
                source.Fill(step, pass, batch);
                foreach (var (inputs, _) in AssertSequences([CopyOf(batch)], recipe.ContextLength))
                {
                    if (given++ < count)
                        yield return inputs[0];
                }
            }
        }
    }

    /// <summary>The sequences of batches, after seeing that none is longer than the context and that labels are the tokens that follow.</summary>
    private static List<(int[] Inputs, int[] Labels)> AssertSequences(IEnumerable<Copy> batches, int context)
    {
        var sequences = new List<(int[] Inputs, int[] Labels)>();
        foreach (var batch in batches)
        {
            int row = 0;
            foreach (int length in batch.Lengths)
            {
                Assert.InRange(length, 1, context);
                int[] inputs = batch.Tokens[row..(row + length)], labels = batch.Labels[row..(row + length)];
                Assert.Equal(inputs[1..], labels[..^1]);
                sequences.Add((inputs, labels));
                row += length;
            }

            Assert.Equal(batch.Rows, row);
        }

        return sequences;
    }

    // A batch is filled again and again.
    private static Copy[] Copied(IEnumerable<TokenBatch> batches) => [.. batches.Select(CopyOf)];

    private static Copy CopyOf(TokenBatch batch) => new([.. batch.Tokens], [.. batch.Labels], [.. batch.Lengths], batch.Rows);

    /// <summary>Documents of 0 to 19 tokens, an end behind each.</summary>
    private static int[] Documents(int length) => [.. Enumerable.Range(1, length).Select(i => i % 20 == 0 || i % 47 == 0 ? End : i), End, End];

    private TokenFile FileOf(IEnumerable<int> ids)
    {
        string path = _folder.File($"{_files.Count}.tokens");
        TokenFile.Write(path, 1 << 16, [([.. ids], 1)]);
        _files.Add(TokenFile.Open(path));
        return _files[^1];
    }

    private sealed record Copy(int[] Tokens, int[] Labels, int[] Lengths, int Rows);
}
