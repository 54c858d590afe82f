namespace Attune.Tokenizers;

/// <summary>What becomes of a character.</summary>
internal enum RunKind : byte
{
    /// <summary>It is dropped.</summary>
    Dropped,

    /// <summary>It is a piece of its own.</summary>
    Alone,

    /// <summary>It is a piece together with its neighbours of the same kind.</summary>
    Run,

    /// <summary>So is it, apart from those of <see cref="Run"/>.</summary>
    OtherRun,
}

/// <summary>Cuts where characters of one kind end and others begin. What a character's kind is depends on it alone.</summary>
internal sealed class RunSplitter : Splitter
{
    private readonly Func<int, RunKind> _kindOf;
    private readonly RunKind[] _ascii = new RunKind[128];

    /// <param name="kindOf">The kind of a code point.</param>
    internal RunSplitter(Func<int, RunKind> kindOf)
    {
        _kindOf = kindOf;
        for (int c = 0; c < _ascii.Length; c++)
            _ascii[c] = kindOf(c);
        bool lettersStay = Enumerable.Range(0, 128).Where(c => char.IsAsciiLetter((char)c)).All(c => _ascii[c] != RunKind.Dropped);
        CutsBeforeWords = lettersStay && _ascii[' '] == RunKind.Dropped;
    }

    internal override bool CutsBeforeWords { get; }

    internal override int Split(ReadOnlySpan<byte> text, ref int position, Span<Piece> pieces)
    {
        int count = 0;
        int start = position;
        while (start < text.Length && count < pieces.Length)
        {
            RunKind kind = KindAt(text, start, out int length);
            int end = start + length;
            if (kind != RunKind.Alone)
            {
                while (end < text.Length && KindAt(text, end, out length) == kind)
                    end += length;
            }

            if (kind != RunKind.Dropped)
                pieces[count++] = new Piece(start, end);
            start = end;
        }

        position = start;
        return count;
    }

    private RunKind KindAt(ReadOnlySpan<byte> text, int position, out int length)
    {
        int c = text[position];
        length = 1;
        return c < 128 ? _ascii[c] : _kindOf(CodePoints.Read(text, position, out length));
    }
}
