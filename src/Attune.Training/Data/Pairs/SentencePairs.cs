using Attune.Formats;

namespace Attune.Training;

/// <summary>Sentences and their translations as tokens, each sentence with the end of text behind it.</summary>
internal sealed class SentencePairs
{
    private readonly TokenFile _sources;
    private readonly TokenFile _targets;
    private readonly (long Start, int Length)[] _source;
    private readonly (long Start, int Length)[] _target;

    /// <summary>Finds the sentences of two token files.</summary>
    /// <param name="sources">Sources.</param>
    /// <param name="targets">As many targets.</param>
    /// <param name="endOfText">The token behind each sentence.</param>
    /// <param name="longest">Pairs with more tokens on a side, the end included, are left out.</param>
    /// <exception cref="InvalidFileException">Different numbers of sentences.</exception>
    public SentencePairs(TokenFile sources, TokenFile targets, int endOfText, int longest)
    {
        (_sources, _targets, EndOfText) = (sources, targets, endOfText);
        var (source, target) = (Sentences(sources, endOfText), Sentences(targets, endOfText));
        if (source.Count != target.Count)
            throw new InvalidFileException("data", null, null, $"as many targets as sources ({source.Count})", $"{target.Count}");
        int[] kept = [.. Enumerable.Range(0, source.Count).Where(i => source[i].Length <= longest && target[i].Length <= longest)];
        LeftOut = source.Count - kept.Length;
        (_source, _target) = ([.. kept.Select(i => source[i])], [.. kept.Select(i => target[i])]);
    }

    public int EndOfText { get; }

    public int Count => _source.Length;

    /// <summary>Pairs that are too long.</summary>
    public int LeftOut { get; }

    /// <summary>Bytes of UTF-8 of all targets.</summary>
    public long TargetBytes => _targets.TextBytes;

    /// <summary>Tokens of a source, its end included.</summary>
    public int SourceLength(int pair) => _source[pair].Length;

    /// <summary>Tokens of a target, its end included: as many labels.</summary>
    public int TargetLength(int pair) => _target[pair].Length;

    /// <summary>The tokens of a source, with its end.</summary>
    public void ReadSource(int pair, Span<int> ids) => _sources.Read(_source[pair].Start, ids);

    /// <summary>The tokens of a source, without its end.</summary>
    public int[] SourceOf(int pair) => Without(_sources, _source[pair]);

    /// <summary>The tokens of a target, without its end.</summary>
    public int[] TargetOf(int pair) => Without(_targets, _target[pair]);

    /// <summary>What a decoder reads, the end of text and then the target, and what it is to predict: the target and then the end of text.</summary>
    public void ReadTarget(int pair, Span<int> ids, Span<int> labels)
    {
        _targets.Read(_target[pair].Start, labels);
        ids[0] = EndOfText;
        labels[..^1].CopyTo(ids[1..]);
    }

    private static int[] Without(TokenFile tokens, (long Start, int Length) sentence)
    {
        var ids = new int[sentence.Length - 1];
        tokens.Read(sentence.Start, ids);
        return ids;
    }

    private static List<(long Start, int Length)> Sentences(TokenFile tokens, int endOfText)
    {
        var sentences = new List<(long, int)>();
        long start = 0;
        foreach (long end in TokenPieces.PlacesOf(tokens, endOfText))
        {
            sentences.Add((start, checked((int)(end + 1 - start))));
            start = end + 1;
        }

        return sentences;
    }
}
