using Attune.Kernels;

namespace Attune.Training;

/// <summary>
/// Windows anywhere in the tokens, drawn anew for each step: where one begins is a function of seed, step and its number within the step, and of nothing else.
/// </summary>
/// <param name="tokens">What to learn from; at least one window and its last label.</param>
/// <param name="recipe">Sizes and the seed.</param>
internal sealed class RandomWindows(TokenFile tokens, Recipe recipe) : IBatchSource
{
    private const uint Site = 0x57494E44;

    public void Fill(long step, int pass, TokenBatch batch)
    {
        int length = recipe.ContextLength;
        batch.Resize(recipe.BatchSize, length);
        long places = tokens.Length - length;
        for (int i = 0; i < recipe.BatchSize; i++)
        {
            var (high, low, _, _) = PhiloxReference.Words((uint)((pass * recipe.BatchSize) + i), (uint)step, (uint)(step >> 32), Site, (ulong)recipe.Seed);
            batch.Read(tokens, i, length, (long)Math.BigMul((ulong)high << 32 | low, (ulong)places, out _));
        }
    }
}

/// <summary>
/// Epochs: the tokens cut into windows side by side, each of which comes once before any comes again, in an order that is a function of seed and epoch.
/// </summary>
/// <param name="tokens">What to learn from; at least one window and its last label.</param>
/// <param name="recipe">Sizes and the seed.</param>
internal sealed class EpochWindows(TokenFile tokens, Recipe recipe) : IBatchSource
{
    public void Fill(long step, int pass, TokenBatch batch)
    {
        int length = recipe.ContextLength;
        batch.Resize(recipe.BatchSize, length);
        long windows = (tokens.Length - 1) / length;
        long first = ((((step - 1) * recipe.Accumulation) + pass) * recipe.BatchSize);
        for (int i = 0; i < recipe.BatchSize; i++)
        {
            long number = first + i;
            long window = Permutation.Of(number % windows, windows, (ulong)recipe.Seed, number / windows);
            batch.Read(tokens, i, length, window * length);
        }
    }
}

/// <summary>Whole documents, each a sequence of its own, each once in an epoch; what exceeds the context is cut into several.</summary>
/// <param name="pieces">Where documents, or parts of long ones, are.</param>
/// <param name="tokens">What to learn from.</param>
/// <param name="recipe">Documents of a pass, and the seed.</param>
internal sealed class DocumentSequences(TokenPieces pieces, TokenFile tokens, Recipe recipe) : IBatchSource
{
    public void Fill(long step, int pass, TokenBatch batch)
    {
        long first = (((step - 1) * recipe.Accumulation) + pass) * recipe.BatchSize;
        var chosen = batch.Pieces(recipe.BatchSize);
        for (int i = 0; i < chosen.Length; i++)
        {
            long number = first + i;
            chosen[i] = pieces[(int)Permutation.Of(number % pieces.Count, pieces.Count, (ulong)recipe.Seed, number / pieces.Count)];
        }

        batch.Read(tokens, chosen);
    }
}

/// <summary>All of a text, in order: every token but the first is a label once.</summary>
internal static class EvaluationBatches
{
    private const int TokensPerBatch = 4096;

    /// <summary>Pairs in order.</summary>
    /// <param name="pairs">Sources and targets.</param>
    /// <param name="mostTokens">Targets end there; 0 for all.</param>
    public static IEnumerable<TokenBatch> Of(SentencePairs pairs, long mostTokens)
    {
        var batch = new TokenBatch();
        long done = 0;
        for (int first = 0; first < pairs.Count && (mostTokens == 0 || done < mostTokens);)
        {
            int end = first, rows = 0;
            do
                rows += pairs.TargetLength(end++);
            while (end < pairs.Count && rows + pairs.TargetLength(end) <= TokensPerBatch);
            batch.Read(pairs, [.. Enumerable.Range(first, end - first)]);
            yield return batch;
            done += rows;
            first = end;
        }
    }

    /// <summary>Pieces as they are given, some thousands of tokens at a time.</summary>
    /// <param name="tokens">The text.</param>
    /// <param name="pieces">Its windows or documents.</param>
    /// <param name="mostTokens">Pieces end there; 0 for all.</param>
    public static IEnumerable<TokenBatch> Of(TokenFile tokens, TokenPieces pieces, long mostTokens)
    {
        var batch = new TokenBatch();
        long done = 0;
        for (int first = 0; first < pieces.Count && (mostTokens == 0 || done < mostTokens);)
        {
            int end = first, rows = 0;
            do
                rows += pieces[end++].Length;
            while (end < pieces.Count && rows + pieces[end].Length <= TokensPerBatch);
            batch.Read(tokens, pieces[first..end]);
            yield return batch;
            done += rows;
            first = end;
        }
    }
}
