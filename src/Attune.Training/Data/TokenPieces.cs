namespace Attune.Training;

/// <summary>Parts of a token file that are sequences: where each begins, and how many tokens it has beside its last label.</summary>
internal sealed class TokenPieces
{
    private readonly (long Start, int Length)[] _pieces;

    private TokenPieces(List<(long Start, int Length)> pieces) => _pieces = [.. pieces];

    public int Count => _pieces.Length;

    public (long Start, int Length) this[int index] => _pieces[index];

    public ReadOnlySpan<(long Start, int Length)> this[Range range] => _pieces.AsSpan(range);

    /// <summary>Windows side by side; the last one may be shorter.</summary>
    public static TokenPieces Windows(TokenFile tokens, int length)
    {
        var pieces = new List<(long, int)>();
        for (long start = 0; start < tokens.Length - 1; start += length)
            pieces.Add((start, (int)Math.Min(length, tokens.Length - 1 - start)));
        return new TokenPieces(pieces);
    }

    /// <summary>Documents: each from the end of the one before it (the first from its own beginning) to its own end; longer ones in parts.</summary>
    public static TokenPieces Documents(TokenFile tokens, int endOfText, int length)
    {
        var pieces = new List<(long, int)>();
        long start = 0;
        foreach (long end in PlacesOf(tokens, endOfText))
        {
            if (end > start)
                Add(end);
        }

        Add(tokens.Length - 1);
        return new TokenPieces(pieces);

        void Add(long end)
        {
            for (; start < end; start += length)
                pieces.Add((start, (int)Math.Min(length, end - start)));
            start = end;
        }
    }

    /// <summary>All places where a token stands, in order.</summary>
    public static IEnumerable<long> PlacesOf(TokenFile tokens, int token)
    {
        var block = new int[1 << 16];
        for (long at = 0; at < tokens.Length; at += block.Length)
        {
            int count = (int)Math.Min(block.Length, tokens.Length - at);
            tokens.Read(at, block.AsSpan(0, count));
            for (int i = 0; i < count; i++)
            {
                if (block[i] == token)
                    yield return at + i;
            }
        }
    }
}
