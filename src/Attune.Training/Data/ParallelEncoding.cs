using Attune.Tokenizers;

namespace Attune.Training;

/// <summary>Documents as tokens, on all cores, in order, some megabytes at a time. Long ones are cut where a cut changes no token.</summary>
internal static class ParallelEncoding
{
    private const int BlockBytes = 8 << 20;
    private const int PartBytes = 1 << 18;

    /// <summary>The ids of documents or of their parts, the end of text behind each document, and the bytes of the text.</summary>
    public static IEnumerable<(int[] Ids, long Bytes)> Run(
        Tokenizer tokenizer, IEnumerable<ReadOnlyMemory<byte>> documents, int? endOfText, CancellationToken cancellation)
    {
        var block = new List<Part>();
        long size = 0;
        foreach (var part in documents.SelectMany(document => Cut(tokenizer, document)))
        {
            block.Add(part);
            size += part.Text.Length;
            if (size < BlockBytes)
                continue;
            foreach (var each in Encode(block))
                yield return each;
            block.Clear();
            size = 0;
        }

        foreach (var each in Encode(block))
            yield return each;

        (int[], long)[] Encode(List<Part> parts)
        {
            var encoded = new (int[], long)[parts.Count];
            Parallel.For(0, parts.Count, new ParallelOptions { CancellationToken = cancellation }, i =>
            {
                int[] ids = tokenizer.EncodePart(parts[i].Text.Span, parts[i].Begins, parts[i].Ends);
                encoded[i] = (endOfText is int end && parts[i].Ends ? [.. ids, end] : ids, parts[i].Text.Length);
            });
            return encoded;
        }
    }

    private static IEnumerable<Part> Cut(Tokenizer tokenizer, ReadOnlyMemory<byte> document)
    {
        bool begins = true;
        while (tokenizer.CutsBeforeWords && document.Length > 2 * PartBytes)
        {
            int cut = SafeCut.Find(document.Span, PartBytes);
            if (cut == document.Length)
                break;
            yield return new Part(document[..cut], begins, Ends: false);
            document = document[cut..];
            begins = false;
        }

        yield return new Part(document, begins, Ends: true);
    }

    private readonly record struct Part(ReadOnlyMemory<byte> Text, bool Begins, bool Ends);
}
