using System.Text.Unicode;

namespace Attune.Tokenizers;

/// <summary>
/// One thread's way through the pipeline: cuts at added tokens, normalizes, cuts into pieces, segments. It keeps its buffers and caches from text
/// to text, so that a token costs no allocation. Long texts go through in windows where every part allows it.
/// </summary>
internal sealed class EncodingPass(Tokenizer tokenizer)
{
    /// <summary>Bytes of a window: large against the few bytes lost at its ends, small against the caches.</summary>
    internal const int WindowLength = 1 << 18;

    private readonly ModelWorkspace _workspace = tokenizer.Model.CreateWorkspace();
    private readonly TokenBuffer _tokens = new();
    private readonly Piece[] _pieces = new Piece[1024];
    private readonly PieceList _list = new();
    private readonly AlignedText _text = new();
    private readonly AlignedText _part = new();
    private byte[] _utf8 = [];

    // Of a text in UTF-16 that comes in parts: bytes that wait for the next part, where they begin in the text, and half of a surrogate pair.
    private int _kept;
    private long _offset;
    private char _half;

    /// <summary>Encodes UTF-16. Lone surrogates count as U+FFFD.</summary>
    /// <param name="text">The text.</param>
    /// <param name="special">Whether special tokens in the text are recognised.</param>
    /// <param name="sink">Takes the tokens, with ranges of the text as UTF-8.</param>
    public void Run(ReadOnlySpan<char> text, bool special, TokenSink sink)
    {
        Begin();
        bool more = true;
        for (; more && text.Length > WindowLength; text = text[WindowLength..])
            more = Add(text[..WindowLength], false, special, sink);
        if (more)
            Add(text, true, special, sink);
    }

    /// <summary>Begins a text that comes in parts.</summary>
    public void Begin()
    {
        _kept = 0;
        _offset = 0;
        _half = default;
    }

    /// <summary>Adds a part, and encodes as much as does not depend on what follows. False when the sink wants no more.</summary>
    public bool Add(ReadOnlySpan<char> text, bool ends, bool special, TokenSink sink)
    {
        int length = _kept;
        if (_half != default)
        {
            bool pair = text.Length > 0 && char.IsLowSurrogate(text[0]);
            length += Transcode(pair ? [_half, text[0]] : [_half], length);
            text = pair ? text[1..] : text;
            _half = default;
        }

        if (!ends && text.Length > 0 && char.IsHighSurrogate(text[^1]))
        {
            _half = text[^1];
            text = text[..^1];
        }

        length += Transcode(text, length);
        int cut = ends ? length : tokenizer.CutsBeforeWords ? SafeCut.Find(_utf8.AsSpan(0, length), length - 2) : length;
        if (!ends && cut == length)
            cut = 0;
        bool more = (cut == 0 && !ends) || Run(_utf8.AsSpan(0, cut), _offset, special, _offset == 0, ends, sink);
        _utf8.AsSpan(cut, length - cut).CopyTo(_utf8);
        _kept = length - cut;
        _offset += cut;
        return more;
    }

    /// <summary>Encodes UTF-8. Where the pipeline works on bytes, those that are not UTF-8 stay as they are; elsewhere they count as U+FFFD.</summary>
    public void Run(ReadOnlySpan<byte> text, bool special, TokenSink sink) => Run(text, 0, special, true, true, sink);

    /// <summary>Encodes a window, cut at <see cref="SafeCut"/>'s places.</summary>
    /// <param name="begins">Whether the text begins here.</param>
    /// <param name="ends">Whether the text ends here.</param>
    public bool Run(ReadOnlySpan<byte> text, long offset, bool special, bool begins, bool ends, TokenSink sink)
    {
        var matcher = tokenizer.MatcherFor(special, normalized: false);
        int position = 0;
        bool beginsSegment = begins;
        while (!matcher.IsEmpty && matcher.TryFind(text, position, out var match, out int id))
        {
            if (!Segment(text[position..match.Start], offset + position, begins && position == 0, beginsSegment, true, special, sink)
                || !sink.Take([id], [match], offset))
            {
                return false;
            }

            position = match.End;
            beginsSegment = true;
        }

        return Segment(text[position..], offset + position, begins && position == 0, beginsSegment, ends, special, sink);
    }

    /// <summary>Encodes what lies between two added tokens.</summary>
    private bool Segment(ReadOnlySpan<byte> text, long offset, bool beginsText, bool begins, bool ends, bool special, TokenSink sink)
    {
        if (tokenizer.Normalizer is null && tokenizer.Splitter is { } splitter && tokenizer.WorksOnBytes)
            return Cut(splitter, text, offset, sink);

        while (!text.IsEmpty)
        {
            int cut = tokenizer.CutsBeforeWords && text.Length > 2 * WindowLength ? SafeCut.Find(text, WindowLength) : text.Length;
            _text.Reset(text[..cut], beginsText, begins, ends && cut == text.Length);
            Utf8Repair.Apply(_text);
            tokenizer.Normalizer?.Apply(_text);
            if (!Normalized(offset, special, sink))
                return false;
            text = text[cut..];
            offset += cut;
            beginsText = begins = false;
        }

        return true;
    }

    /// <summary>Cuts a normalized text at the added tokens that are looked for there.</summary>
    private bool Normalized(long offset, bool special, TokenSink sink)
    {
        var matcher = tokenizer.MatcherFor(special, normalized: true);
        if (matcher.IsEmpty)
            return Pieces(_text, offset, sink);

        int position = 0;
        while (matcher.TryFind(_text.Bytes, position, out var match, out int id))
        {
            if (!Part(new Piece(position, match.Start), offset, sink)
                || !sink.Take([id], [new Piece(_text.SourceStart(match.Start), _text.SourceEnd(match.End))], offset))
            {
                return false;
            }

            position = match.End;
        }

        return Part(new Piece(position, _text.Bytes.Length), offset, sink);
    }

    private bool Part(Piece part, long offset, TokenSink sink)
    {
        if (part.Length == 0)
            return true;
        _part.Reset(_text, part);
        return Pieces(_part, offset, sink);
    }

    private bool Pieces(AlignedText text, long offset, TokenSink sink)
    {
        _list.Clear();
        _list.Add(new Piece(0, text.Bytes.Length));
        tokenizer.PreTokenizer?.Apply(text, _list);
        for (int i = 0; i < _list.Count; i += _pieces.Length)
        {
            _tokens.Clear();
            tokenizer.Model.Encode(text.Bytes, _list.Span.Slice(i, Math.Min(_pieces.Length, _list.Count - i)), _workspace, _tokens);
            var ranges = _tokens.MutableRanges;
            foreach (ref var range in ranges)
                range = text.SourceOf(range);
            if (!sink.Take(_tokens.Ids, ranges, offset))
                return false;
        }

        return true;
    }

    /// <summary>The fast way: no text is rewritten, so pieces go straight from the source to the model.</summary>
    private bool Cut(Splitter splitter, ReadOnlySpan<byte> text, long offset, TokenSink sink)
    {
        for (int position = 0; position < text.Length;)
        {
            int count = splitter.Split(text, ref position, _pieces);
            _tokens.Clear();
            tokenizer.Model.Encode(text, _pieces.AsSpan(0, count), _workspace, _tokens);
            if (!sink.Take(_tokens.Ids, _tokens.Ranges, offset))
                return false;
        }

        return true;
    }

    private int Transcode(ReadOnlySpan<char> text, int at)
    {
        int needed = checked(at + (text.Length > WindowLength ? System.Text.Encoding.UTF8.GetByteCount(text) : 3 * text.Length));
        if (_utf8.Length < needed)
            Array.Resize(ref _utf8, (int)Math.Min(Math.Max(needed, 2L * _utf8.Length), Array.MaxLength));
        Utf8.FromUtf16(text, _utf8.AsSpan(at), out _, out int written, replaceInvalidSequences: true, isFinalBlock: true);
        return written;
    }
}
