namespace Attune.Tokenizers;

/// <summary>
/// Cuts at the matches of a pattern. An empty match cuts where it is and is no piece itself.
/// </summary>
/// <param name="pattern">What to look for.</param>
/// <param name="behavior">What becomes of its matches.</param>
/// <param name="invert">Exchanges the parts: what lies between matches is treated as the matches, and they as what lies between.</param>
internal sealed class PatternSplitter(SplitPattern pattern, SplitBehavior behavior, bool invert = false) : Splitter
{
    internal override bool CutsBeforeWords => false;

    internal override int Split(ReadOnlySpan<byte> text, ref int position, Span<Piece> pieces)
    {
        int count = 0;
        var parts = new Parts(pattern, text, position, invert);
        try
        {
            while (count < pieces.Length && parts.Next(out Part part))
            {
                Part next;
                switch (behavior)
                {
                    case SplitBehavior.MergedWithPrevious when !part.IsMatch && parts.Peek(out next) && next.IsMatch:
                    case SplitBehavior.MergedWithNext when part.IsMatch && parts.Peek(out next) && !next.IsMatch:
                        parts.Next(out next);
                        part.End = next.End;
                        break;
                    case SplitBehavior.Contiguous:
                        while (parts.Peek(out next) && next.IsMatch == part.IsMatch)
                        {
                            parts.Next(out next);
                            part.End = next.End;
                        }

                        break;
                }

                position = part.End;
                if (part.End > part.Start && !(behavior == SplitBehavior.Removed && part.IsMatch))
                    pieces[count++] = new Piece(part.Start, part.End);
            }
        }
        finally
        {
            parts.Dispose();
        }

        return count;
    }

    private record struct Part(int Start, int End, bool IsMatch);

    /// <summary>The matches and what lies between them, in order, from a position on.</summary>
    private ref struct Parts(SplitPattern pattern, ReadOnlySpan<byte> text, int position, bool invert)
    {
        private readonly int _length = text.Length;
        private PatternMatcher _matcher = new(pattern, text, position);
        private int _end = position;
        private Part? _peeked;
        private Part? _match;

        internal bool Peek(out Part part)
        {
            if (_peeked is null && Read(out part))
                _peeked = part;
            part = _peeked.GetValueOrDefault();
            return _peeked is not null;
        }

        internal bool Next(out Part part)
        {
            bool found = Peek(out part);
            _peeked = null;
            return found;
        }

        internal readonly void Dispose() => _matcher.Dispose();

        private bool Read(out Part part)
        {
            part = default;
            if (_match is Part found)
            {
                part = found;
                _match = null;
                return true;
            }

            if (_end >= _length)
                return false;
            int start = _end;
            // An empty match where the last part ended cuts nothing: the search goes on a character later.
            if (!_matcher.Find(start, out int matchStart, out int matchEnd)
                || (matchEnd == start && !_matcher.Find(start + _matcher.LengthAt(start), out matchStart, out matchEnd)))
            {
                matchStart = matchEnd = _end = _length;
                part = new Part(start, _length, invert);
                return true;
            }

            _end = matchEnd;
            part = new Part(matchStart, matchEnd, !invert);
            if (matchStart > start)
            {
                _match = part;
                part = new Part(start, matchStart, invert);
            }

            return true;
        }
    }
}
