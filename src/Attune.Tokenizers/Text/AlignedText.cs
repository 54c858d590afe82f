using System.Diagnostics;

namespace Attune.Tokenizers;

/// <summary>
/// A stretch of text in UTF-8 on its way through normalization, that remembers which bytes of its source each byte came from. Not thread-safe;
/// reused from one stretch to the next.
/// </summary>
/// <remarks>
/// A rewriting goes once from left to right: <see cref="BeginRewrite"/>, then <see cref="Keep"/>, <see cref="Replace"/> and
/// <see cref="Insert"/> in the order of the text, then <see cref="EndRewrite"/>, which keeps the rest. Where nothing has to change, do not begin one.
/// </remarks>
internal sealed class AlignedText
{
    // What a normalizer may make of a text: no character of Unicode becomes that many in any normal form, and replacements within replacements end.
    private const int MostBytesForOne = 64;
    private const int FreeBytes = 1 << 20;

    private byte[] _bytes = [];
    private byte[] _spare = [];
    private int _length;

    // Source range of every byte, while something was rewritten; before that they are i and i + 1.
    private Piece[] _sources = [];
    private Piece[] _spareSources = [];
    private bool _aligned;

    private int _read;
    private int _written;
    private int _sourceLength;

    /// <summary>The text as it is now.</summary>
    public ReadOnlySpan<byte> Bytes => _bytes.AsSpan(0, _length);

    /// <summary>
    /// The text to overwrite in place, outside of a rewriting, where characters give way to others of the same number of bytes: each byte keeps its source,
    /// and nothing has to be copied.
    /// </summary>
    public Span<byte> Overwritable => _bytes.AsSpan(0, _length);

    /// <summary>Whether the whole text given to the tokenizer begins here.</summary>
    public bool BeginsText { get; private set; }

    /// <summary>Whether a segment (the text between two added tokens) begins here, not a later window of one.</summary>
    public bool BeginsSegment { get; private set; }

    /// <summary>Whether the segment ends here, and not in a later window.</summary>
    public bool EndsSegment { get; private set; }

    /// <summary>Begins with a source, unchanged.</summary>
    public void Reset(ReadOnlySpan<byte> source, bool beginsText = true, bool beginsSegment = true, bool endsSegment = true)
    {
        Grow(ref _bytes, source.Length);
        source.CopyTo(_bytes);
        _length = _sourceLength = source.Length;
        _aligned = false;
        BeginsText = beginsText;
        BeginsSegment = beginsSegment;
        EndsSegment = endsSegment;
    }

    /// <summary>Begins with a part of another text, with the same source.</summary>
    public void Reset(AlignedText other, Piece part)
    {
        Reset(
            other.Bytes[part.Start..part.End],
            other.BeginsText && other.SourceStart(part.Start) == 0,
            part.Start > 0 || other.BeginsSegment,
            part.End < other.Bytes.Length || other.EndsSegment);
        _sourceLength = other.SourceEnd(part.End);
        Grow(ref _sources, part.Length);
        for (int i = 0; i < part.Length; i++)
            _sources[i] = new Piece(other.SourceStart(part.Start + i), other.SourceEnd(part.Start + i + 1));

        _aligned = true;
    }

    /// <summary>Where in the source the byte at <paramref name="position"/> begins; at the end, where the source ends.</summary>
    public int SourceStart(int position) => !_aligned ? position : position < _length ? _sources[position].Start : _sourceLength;

    /// <summary>Where in the source the bytes before <paramref name="position"/> end; 0 at the start.</summary>
    public int SourceEnd(int position) => !_aligned ? position : position > 0 ? _sources[position - 1].End : 0;

    /// <summary>The bytes of the source that a range of the text comes from.</summary>
    public Piece SourceOf(Piece range)
    {
        int start = SourceStart(range.Start);
        return new Piece(start, Math.Max(start, SourceEnd(range.End)));
    }

    /// <summary>Begins a rewriting at the start of the text. <see cref="Bytes"/> stays the old text until it ends.</summary>
    public void BeginRewrite()
    {
        _read = 0;
        _written = 0;
        Reserve(_length);
    }

    /// <summary>Takes over the next <paramref name="count"/> bytes as they are.</summary>
    public void Keep(int count)
    {
        Debug.Assert(_read + count <= _length);
        Reserve(count);
        _bytes.AsSpan(_read, count).CopyTo(_spare.AsSpan(_written));
        var sources = _spareSources.AsSpan(_written, count);
        if (_aligned)
        {
            _sources.AsSpan(_read, count).CopyTo(sources);
        }
        else
        {
            for (int i = 0; i < sources.Length; i++)
                sources[i] = new Piece(_read + i, _read + i + 1);
        }

        _read += count;
        _written += count;
    }

    /// <summary>Replaces the next <paramref name="count"/> bytes; each new byte comes from all of their source.</summary>
    public void Replace(int count, ReadOnlySpan<byte> with)
    {
        Debug.Assert(_read + count <= _length);
        int start = SourceStart(_read);
        int end = count > 0 ? SourceEnd(_read + count) : start;
        Reserve(with.Length);
        with.CopyTo(_spare.AsSpan(_written));
        _spareSources.AsSpan(_written, with.Length).Fill(new Piece(start, end));
        _read += count;
        _written += with.Length;
    }

    /// <summary>Puts bytes here that come from nothing: their source is the empty range before the next byte's.</summary>
    public void Insert(ReadOnlySpan<byte> bytes) => Replace(0, bytes);

    /// <summary>Keeps what is left and makes the rewritten text the text.</summary>
    public void EndRewrite()
    {
        Keep(_length - _read);
        (_bytes, _spare) = (_spare, _bytes);
        (_sources, _spareSources) = (_spareSources, _sources);
        _length = _written;
        _aligned = true;
    }

    private void Reserve(int count)
    {
        if (_spare.Length - _written >= count && _spareSources.Length - _written >= count)
            return;
        long limit = Math.Min(Array.MaxLength, (MostBytesForOne * (long)_sourceLength) + FreeBytes);
        if ((long)_written + count > limit)
            throw new TokenizationException($"expected a normalizer that makes at most {limit} bytes of {_sourceLength}, found one that makes more");
        int needed = Math.Max(_written + count, (int)Math.Min(2L * _written, Array.MaxLength));
        Array.Resize(ref _spare, Math.Max(needed, _spare.Length));
        Array.Resize(ref _spareSources, Math.Max(needed, _spareSources.Length));
    }

    private static void Grow<T>(ref T[] array, int length)
    {
        if (array.Length < length)
            array = new T[Math.Max(length, (int)Math.Min(2L * array.Length, Array.MaxLength))];
    }
}
