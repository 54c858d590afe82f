using Attune.Tokenizers;

namespace Attune.Training;

/// <summary>Documents as tokens, on all cores, in order, some megabytes at a time.</summary>
internal static class ParallelEncoding
{
    private const int BlockBytes = 8 << 20;

    /// <summary>The ids of each document, the end of text behind them, and the bytes of its text.</summary>
    public static IEnumerable<(int[] Ids, long Bytes)> Run(
        Tokenizer tokenizer, IEnumerable<ReadOnlyMemory<byte>> documents, int? endOfText, CancellationToken cancellation)
    {
        var block = new List<ReadOnlyMemory<byte>>();
        long size = 0;
        foreach (var document in documents)
        {
            block.Add(document);
            size += document.Length;
            if (size < BlockBytes)
                continue;
            foreach (var each in Encode(block))
                yield return each;
            block.Clear();
            size = 0;
        }

        foreach (var each in Encode(block))
            yield return each;

        (int[], long)[] Encode(List<ReadOnlyMemory<byte>> texts)
        {
            var encoded = new (int[], long)[texts.Count];
            Parallel.For(0, texts.Count, new ParallelOptions { CancellationToken = cancellation }, i =>
            {
                int[] ids = tokenizer.EncodeToIds(texts[i].Span, addSpecialTokens: false);
                encoded[i] = (endOfText is int end ? [.. ids, end] : ids, texts[i].Length);
            });
            return encoded;
        }
    }
}
